import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { balanced, says, serve, text, until } from './balanced.ts';

it('moves new requests between two groups as the weights of a rule or a listener are set', async () => {
  const lb = await balanced();
  const blue = await lb.register(says('blue'));
  const { TargetGroups } = await lb.elb.send(
    new CreateTargetGroupCommand({
      Name: 'green',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckPath: '/health',
    }),
  );
  const green = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const { Rules } = await lb.elb.send(
    new CreateRuleCommand({
      ListenerArn: lb.front.listenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/app*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: lb.group }],
    }),
  );
  const { targetGroups } = lb.part;
  const share = (blueWeight: number, greenWeight: number) => [
    { targetGroupArn: lb.group, weight: blueWeight },
    { targetGroupArn: green, weight: greenWeight },
  ];
  for (const [arn = '', path] of [
    [Rules?.[0]?.RuleArn, '/app'],
    [lb.front.listenerArn, '/'],
  ]) {
    targetGroups.setForward(arn, share(100, 0));
    expect(targetGroups.forward(arn)).toEqual(share(100, 0));
    // A group with the weight 0 is in use: its targets are checked before they get anything.
    const { port: real } = await serve(says('green'));
    const address = lb.network.allocate();
    lb.network.expose(address, 80, { host: '127.0.0.1', port: real });
    targetGroups.register(green, address, 80);
    await until(() => targetGroups.health(green, address, 80)?.state === 'healthy');
    await until(() => lb.health(blue.address)?.state === 'healthy');
    const ask = () => text(`http://127.0.0.1:${lb.port}${path}`);
    expect(new Set([await ask(), await ask(), await ask()])).toEqual(new Set(['blue']));
    targetGroups.setForward(arn, share(0, 100));
    expect(new Set([await ask(), await ask(), await ask()])).toEqual(new Set(['green']));
  }
  const described = await lb.elb.send(new DescribeRulesCommand({ ListenerArn: lb.front.listenerArn }));
  expect(
    described.Rules?.map(({ Actions }) => Actions?.[0]?.ForwardConfig?.TargetGroups?.[1]?.Weight),
  ).toEqual([100, 100]);
  expect(() => targetGroups.setForward(`${Rules?.[0]?.RuleArn}0`, share(1, 1))).toThrow('rules not found');
});
