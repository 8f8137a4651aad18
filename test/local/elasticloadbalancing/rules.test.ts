import {
  type Action,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeAccountLimitsCommand,
  DescribeRulesCommand,
  ModifyListenerAttributesCommand,
  ModifyListenerCommand,
  type RuleCondition,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { balanced, raw, text, until } from './balanced.ts';

const says = (MessageBody: string): Action => ({
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: '200', MessageBody },
});

/** A listener that says `no`, and how to give it rules. */
async function ruled() {
  const lb = await balanced();
  await lb.elb.send(
    new ModifyListenerCommand({ ListenerArn: lb.front.listenerArn, DefaultActions: [says('no')] }),
  );
  const rule = async (Priority: number, Conditions: RuleCondition[], action: Action = says('yes')) => {
    const { Rules } = await lb.elb.send(
      new CreateRuleCommand({ ListenerArn: lb.front.listenerArn, Priority, Conditions, Actions: [action] }),
    );
    return Rules?.[0]?.RuleArn ?? '';
  };
  const ask = async (path: string, headers: readonly string[] = [], method = 'GET') => {
    const lines = [`${method} ${path} HTTP/1.1`, 'Host: App.Example.com:80', ...headers, 'Connection: close'];
    const socket = raw(lb.port, `${lines.join('\r\n')}\r\n\r\n`);
    await until(() => socket.client.closed);
    return socket.received.slice(socket.received.indexOf('\r\n\r\n') + 4);
  };
  return { ...lb, rule, ask };
}

const header = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName, Values },
});

describe('a condition', () => {
  it.each<[string, RuleCondition, string[], string[]]>([
    [
      'of the path: its case counts, the query does not',
      { Field: 'path-pattern', Values: ['/img/?.png'] },
      ['/img/a.png?x'],
      ['/img/ab.png', '/IMG/a.png', '/x?/img/a.png'],
    ],
    [
      'of the path by a regular expression',
      { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/v[0-9]+/'] } },
      ['/v12/a'],
      ['/vx/a', '/a/v1/'],
    ],
    [
      'of the query: literal wildcards are escaped, case does not count',
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'v', Value: 'a\\*?' }] } },
      ['/?v=a*b', '/?V=A*c'],
      ['/?v=axb', '/?w=a*b'],
    ],
    [
      'of the query without a key',
      { Field: 'query-string', QueryStringConfig: { Values: [{ Value: 'on' }] } },
      ['/?debug=on'],
      ['/?on=1'],
    ],
    [
      'of the address: who the connection comes from',
      { Field: 'source-ip', SourceIpConfig: { Values: ['127.0.0.0/8'] } },
      ['/'],
      [],
    ],
    ['of another address', { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }, [], ['/']],
    ['of the host, in any case', { Field: 'host-header', Values: ['*.EXAMPLE.com'] }, ['/'], []],
    ['of another host', { Field: 'host-header', Values: ['example.com'] }, [], ['/']],
  ])('%s', async (_, condition, matching, others) => {
    const lb = await ruled();
    await lb.rule(1, [condition]);
    for (const path of matching) expect([path, await lb.ask(path)]).toEqual([path, 'yes']);
    for (const path of others) expect([path, await lb.ask(path)]).toEqual([path, 'no']);
  });

  it('of headers and of the method: all must hold', async () => {
    const lb = await ruled();
    await lb.rule(1, [
      header('X-Client', 'mobile*'),
      header('accept', '*json*', '*xml*'),
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['DELETE'] } },
    ]);
    const both = ['x-client: Mobile/1', 'Accept: text/XML'];
    expect(await lb.ask('/', both, 'DELETE')).toBe('yes');
    expect(await lb.ask('/', both, 'GET')).toBe('no');
    expect(await lb.ask('/', both.slice(1), 'DELETE')).toBe('no');
  });

  it.each<[string, RuleCondition[]]>([
    ['5 condition values', [{ Field: 'path-pattern', Values: ['/1', '/2', '/3', '/4', '/5', '/6'] }]],
    ["'5' condition wildcards", [{ Field: 'path-pattern', Values: ['/*/*/*', '/*/*/?'] }]],
    ["one 'host-header'", ['a.x', 'b.x'].map((name) => ({ Field: 'host-header', Values: [name] }))],
    ['CIDR', [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.1'] } }]],
    ['look-around', [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['(?=a)'] } }]],
    ['must be one of', [{ Field: 'weather', Values: ['fine'] }]],
    ["'host-header' for the header", [header('Host', 'a')]],
  ])('is refused: %s', async (message, conditions) => {
    const lb = await ruled();
    await expect(lb.rule(1, conditions)).rejects.toThrow(message.replace(/^5/, "'5'"));
  });
});

it('asks rules by priority, which can be swapped at once', async () => {
  const lb = await ruled();
  const all: RuleCondition[] = [{ Field: 'path-pattern', Values: ['*'] }];
  const late = await lb.rule(20, all, says('late'));
  const early = await lb.rule(10, all, says('early'));
  expect(await lb.ask('/')).toBe('early');
  await expect(lb.rule(10, all)).rejects.toMatchObject({ name: 'PriorityInUseException' });
  const swap = [
    { RuleArn: late, Priority: 10 },
    { RuleArn: early, Priority: 20 },
  ];
  await expect(
    lb.elb.send(new SetRulePrioritiesCommand({ RulePriorities: swap.slice(0, 1) })),
  ).rejects.toMatchObject({ name: 'PriorityInUseException' });
  await lb.elb.send(new SetRulePrioritiesCommand({ RulePriorities: swap }));
  expect(await lb.ask('/')).toBe('late');
  const { Rules } = await lb.elb.send(new DescribeRulesCommand({ ListenerArn: lb.front.listenerArn }));
  expect(Rules?.map(({ Priority }) => Priority)).toEqual(['10', '20', 'default']);
  const standard = Rules?.at(-1)?.RuleArn ?? '';
  await expect(
    lb.elb.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: standard, Priority: 1 }] })),
  ).rejects.toMatchObject({ name: 'OperationNotPermittedException' });
});

it('refuses more rules than an account may have, as DescribeAccountLimits says', async () => {
  const lb = await ruled();
  const { Limits } = await lb.elb.send(new DescribeAccountLimitsCommand({ PageSize: 400 }));
  const most = Number(Limits?.find(({ Name }) => Name === 'rules-per-application-load-balancer')?.Max);
  const path: RuleCondition[] = [{ Field: 'path-pattern', Values: ['/a'] }];
  for (let priority = 1; priority <= most; priority++) await lb.rule(priority, path);
  await expect(lb.rule(most + 1, path)).rejects.toMatchObject({ name: 'TooManyRulesException' });
});

it.each<[string, Action]>([
  ['a loop', { Type: 'redirect', RedirectConfig: { Query: 'a=1', StatusCode: 'HTTP_302' } }],
  ['no authenticate-oidc action', { Type: 'authenticate-oidc' }],
  ["within '0-999'", { Type: 'forward', ForwardConfig: { TargetGroups: [{ Weight: 1000 }] } }],
])('refuses an action: %s', async (message, action) => {
  const lb = await ruled();
  const groups = action.ForwardConfig?.TargetGroups?.map((one) => ({ ...one, TargetGroupArn: lb.group }));
  const given = groups ? { ...action, ForwardConfig: { TargetGroups: groups } } : action;
  await expect(lb.rule(1, [{ Field: 'path-pattern', Values: ['/a'] }], given)).rejects.toThrow(message);
});

it('writes the headers that a listener is told to, and takes out Server', async () => {
  const lb = await balanced();
  const target = await lb.register((_incoming, response) => {
    response.setHeader('Server', 'nginx');
    response.setHeader('X-Frame-Options', 'SAMEORIGIN');
    response.end('x');
  });
  await until(() => lb.health(target.address)?.state === 'healthy');
  const attributes = (Value: string) => [
    { Key: 'routing.http.response.x_frame_options.header_value', Value },
    { Key: 'routing.http.response.server.enabled', Value: 'false' },
  ];
  await lb.elb.send(
    new ModifyListenerAttributesCommand({
      ListenerArn: lb.front.listenerArn,
      Attributes: attributes('DENY'),
    }),
  );
  const { headers } = await fetch(`http://127.0.0.1:${lb.port}/`);
  expect([headers.get('server'), headers.get('x-frame-options')]).toEqual([null, 'DENY']);
});

it('answers 503 where all the weights are 0, and changes nothing that it refuses', async () => {
  const lb = await balanced();
  const target = await lb.register((_incoming, response) => response.end('blue'));
  await until(() => lb.health(target.address)?.state === 'healthy');
  const { TargetGroups } = await lb.elb.send(
    new CreateTargetGroupCommand({ Name: 'b', Protocol: 'HTTP', Port: 80, VpcId: 'v', TargetType: 'ip' }),
  );
  const other = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const arn = lb.front.listenerArn ?? '';
  const ask = () => text(`http://127.0.0.1:${lb.port}/`);
  expect(() => lb.part.targetGroups.setForward(arn, [{ targetGroupArn: `${other}x`, weight: 1 }])).toThrow(
    'not found',
  );
  expect(await ask()).toBe('blue');
  lb.part.targetGroups.setForward(arn, [
    { targetGroupArn: lb.group, weight: 0 },
    { targetGroupArn: other, weight: 0 },
  ]);
  expect(await ask()).toContain('503 Service Temporarily Unavailable');
});
