import { connect } from 'node:net';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DeleteListenerCommand,
  DeleteTargetGroupCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { balanced, ending, getFrom, says, serve, text, until } from './balanced.ts';

describe('a listener', () => {
  it('sends requests to the healthy targets in turn, and says where they came from', async () => {
    const lb = await balanced();
    const seen: (string | undefined)[] = [];
    const one = await lb.register((incoming, response) => {
      if (incoming.url !== '/health')
        seen.push(
          incoming.headers['x-forwarded-for'] as string,
          incoming.headers['x-forwarded-port'] as string,
        );
      response.end('one');
    });
    const two = await lb.register(says('two'));
    await until(() => [one, two].every(({ address }) => lb.health(address)?.state === 'healthy'));
    const answers = new Set<string>();
    for (let turn = 0; turn < 4; turn++) answers.add(await text(`http://127.0.0.1:${lb.port}/`));
    expect([...answers].sort()).toEqual(['one', 'two']);
    expect(seen.slice(0, 2)).toEqual(['127.0.0.1', String(lb.port)]);
  });

  it('answers 503 without targets, and opens to all when every one is unhealthy', async () => {
    const lb = await balanced();
    const empty = await fetch(`http://127.0.0.1:${lb.port}/`);
    expect(empty.status).toBe(503);
    expect(await empty.text()).toContain('<h1>503 Service Temporarily Unavailable</h1>');
    const bad = await lb.register((incoming, response) => {
      response.statusCode = incoming.url === '/health' ? 500 : 200;
      response.end('still here');
    });
    await until(() => lb.health(bad.address)?.state === 'unhealthy');
    expect(lb.health(bad.address)).toEqual({
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [500]',
    });
    expect(await text(`http://127.0.0.1:${lb.port}/`)).toBe('still here');
  });

  it('routes by its rules before its default', async () => {
    const lb = await balanced();
    const rule = (Priority: number, Conditions: RuleCondition[], action: Action) =>
      lb.elb.send(
        new CreateRuleCommand({ ListenerArn: lb.front.listenerArn, Priority, Conditions, Actions: [action] }),
      );
    await rule(2, [{ Field: 'path-pattern', Values: ['/old/*'] }], {
      Type: 'redirect',
      RedirectConfig: { Path: '/new/#{path}', StatusCode: 'HTTP_301' },
    });
    await rule(
      1,
      [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Maintenance', Values: ['yes'] } }],
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '503', MessageBody: 'soon', ContentType: 'text/plain' },
      },
    );
    const moved = await fetch(`http://127.0.0.1:${lb.port}/old/a?b=1`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([
      301,
      `http://127.0.0.1:${lb.port}/new/old/a?b=1`,
    ]);
    expect(await text(`http://127.0.0.1:${lb.port}/old/a`, { headers: { 'x-maintenance': 'yes' } })).toBe(
      'soon',
    );
  });

  it('shares a port with another load balancer, told apart by the name', async () => {
    const lb = await balanced();
    const other = await lb.listen('back', {
      Type: 'fixed-response',
      FixedResponseConfig: { StatusCode: '200', MessageBody: 'back' },
    });
    expect(await getFrom(lb.port, other.dnsName)).toEqual({ status: 200, body: 'back' });
    expect((await getFrom(lb.port, lb.front.dnsName)).status).toBe(503);
    expect((await getFrom(lb.port, 'elsewhere.localhost')).body).toContain(other.dnsName);
  });

  it('says who is to blame when its port is taken', async () => {
    const lb = await balanced();
    const { port } = await serve(says('me'));
    await expect(
      lb.elb.send(
        new CreateListenerCommand({
          LoadBalancerArn: lb.front.arn,
          Protocol: 'HTTP',
          Port: port,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: lb.group }],
        }),
      ),
    ).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be opened: another program listens there`);
  });

  it('takes a large body through, and an answer while it is still being written', async () => {
    const lb = await balanced();
    let release = () => {};
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/health') return response.end();
      if (incoming.url === '/slow') {
        response.write('first');
        release = () => response.end('last');
        return;
      }
      return incoming.pipe(response);
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    const body = 'x'.repeat(5_000_000);
    expect(await text(`http://127.0.0.1:${lb.port}/echo`, { method: 'POST', body })).toBe(body);
    const reader = (await fetch(`http://127.0.0.1:${lb.port}/slow`)).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    release();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('last');
  });

  it('answers 502 when the target breaks off', async () => {
    const lb = await balanced();
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/health') response.end();
      else incoming.socket.destroy();
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    expect((await fetch(`http://127.0.0.1:${lb.port}/`)).status).toBe(502);
    expect((await fetch(`http://127.0.0.1:${lb.port}/`, { method: 'POST', body: 'x' })).status).toBe(502);
  });

  it('takes a WebSocket handshake and what follows through', async () => {
    const lb = await balanced();
    const target = await lb.register(says('http'));
    target.server.on('upgrade', (_incoming, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.on('data', (data: Buffer) => socket.write(`echo ${data}`));
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    const socket = connect(lb.port, '127.0.0.1');
    ending.push(() => socket.destroy());
    let received = '';
    socket.on('data', (data) => {
      received += data;
    });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await until(() => received.includes('101 Switching'));
    socket.write('hello');
    await until(() => received.includes('echo hello'));
  });
});

describe('a target', () => {
  it('is unused until a listener wants it', async () => {
    const lb = await balanced();
    const target = await lb.register(says('x'));
    await lb.elb.send(new DeleteListenerCommand({ ListenerArn: lb.front.listenerArn }));
    expect(lb.health(target.address)).toMatchObject({ state: 'unused', reason: 'Target.NotInUse' });
  });

  it('drains: gets nothing new, and what is in flight may end', async () => {
    const lb = await balanced();
    let release = () => {};
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/slow') release = () => response.end('done');
      else response.end();
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    const slow = text(`http://127.0.0.1:${lb.port}/slow`);
    let drained = false;
    await until(() => release.toString() !== '() => {}');
    const draining = lb.part.targetGroups.deregister(lb.group, target.address, 80).then(() => {
      drained = true;
    });
    expect(lb.health(target.address)).toMatchObject({
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
    });
    expect((await fetch(`http://127.0.0.1:${lb.port}/`)).status).toBe(503);
    expect(drained).toBe(false);
    release();
    expect(await slow).toBe('done');
    await draining;
    // It is told as draining until the delay is over, also when nothing is in flight any more.
    expect(lb.health(target.address)?.state).toBe('draining');
    await lb.clock.move(300);
    expect(lb.health(target.address)).toBeUndefined();
  });
});

it('describes a target group and its targets as AWS does', async () => {
  const lb = await balanced({ attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '7' }] });
  const target = await lb.register(says('x'));
  await until(() => lb.health(target.address)?.state === 'healthy');
  const { TargetHealthDescriptions } = await lb.elb.send(
    new DescribeTargetHealthCommand({
      TargetGroupArn: lb.group,
      Targets: [{ Id: target.address }, { Id: '10.9.9.9' }],
    }),
  );
  expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth)).toEqual([
    { State: 'healthy' },
    expect.objectContaining({ State: 'unused', Reason: 'Target.NotRegistered' }),
  ]);
  const { TargetGroups } = await lb.elb.send(new DescribeTargetGroupsCommand({ Names: ['web'] }));
  expect(TargetGroups?.[0]).toMatchObject({
    HealthCheckTimeoutSeconds: 2,
    Matcher: { HttpCode: '200-204,301' },
    LoadBalancerArns: [lb.front.arn],
  });
  const { Attributes } = await lb.elb.send(
    new DescribeTargetGroupAttributesCommand({ TargetGroupArn: lb.group }),
  );
  expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '7' });
  await expect(lb.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: lb.group }))).rejects.toMatchObject(
    { name: 'ResourceInUseException' },
  );
  await expect(lb.elb.send(new DescribeTargetGroupsCommand({ Names: ['none'] }))).rejects.toMatchObject({
    name: 'TargetGroupNotFoundException',
  });
});

it('pages', async () => {
  const lb = await balanced();
  for (const name of ['b', 'c'])
    await lb.elb.send(new CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-a', 'subnet-b'] }));
  const first = await lb.elb.send(new DescribeLoadBalancersCommand({ PageSize: 2 }));
  const second = await lb.elb.send(
    new DescribeLoadBalancersCommand({ PageSize: 2, Marker: first.NextMarker }),
  );
  expect([first.LoadBalancers?.length, second.LoadBalancers?.length, second.NextMarker]).toEqual([
    2,
    1,
    undefined,
  ]);
});
