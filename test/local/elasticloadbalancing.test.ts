import { createServer, type RequestListener, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createElasticLoadBalancing } from '../../local/elasticloadbalancing/index.ts';
import type { Call } from '../../local/gateway/service.ts';
import { Network } from '../../local/network.ts';
import { freePort } from './free-port.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:0',
  folder: '/nonexistent',
};
const call: Call = {
  service: 'elasticloadbalancing',
  operation: 'test',
  caller: { arn: 'arn', accountId: account.id },
  requestId: 'test',
};
const ending: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A load balancer on a free port with one target group. */
async function balanced(options: { attributes?: { Key: string; Value: string }[] } = {}) {
  const network = new Network();
  const part = createElasticLoadBalancing({ account, clock: new Clock(20), network });
  ending.push(() => part.close?.());
  // biome-ignore lint/suspicious/noExplicitAny: the operations are called by name here, as the gateway calls them
  const aws = (operation: string, input: object): any =>
    (part.service?.operations[operation] as any)(input, call);
  const group: string = (
    await aws('CreateTargetGroup', {
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      Matcher: { HttpCode: '200-204,301' },
    })
  ).TargetGroups[0].TargetGroupArn;
  await aws('ModifyTargetGroupAttributes', { TargetGroupArn: group, Attributes: options.attributes ?? [] });
  const [balancer] = (await aws('CreateLoadBalancer', { Name: 'front', Subnets: ['subnet-a', 'subnet-b'] }))
    .LoadBalancers;
  const port = await freePort();
  const [listener] = (
    await aws('CreateListener', {
      LoadBalancerArn: balancer.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    })
  ).Listeners;
  const register = async (handler: RequestListener) => {
    const { server, port: real } = await serve(handler);
    const address = network.allocate();
    network.expose(address, 80, { host: '127.0.0.1', port: real });
    part.targetGroups.register(group, address, 80);
    return { address, server };
  };
  const health = (address: string) => part.targetGroups.health(group, address, 80);
  return { part, aws, group, balancer, listener, port, register, health, network };
}

async function serve(handler: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

const says =
  (word: string): RequestListener =>
  (incoming, response) => {
    incoming.resume();
    response.end(incoming.url === '/health' ? 'ok' : word);
  };

const until = (condition: () => boolean | Promise<boolean>) =>
  expect.poll(condition, { timeout: 10_000, interval: 5 }).toBe(true);
const text = async (url: string, init?: RequestInit) => (await fetch(url, init)).text();

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
    const rule = (Priority: number, Conditions: object[], Action: object) =>
      lb.aws('CreateRule', { ListenerArn: lb.listener.ListenerArn, Priority, Conditions, Actions: [Action] });
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
    const [other] = (await lb.aws('CreateLoadBalancer', { Name: 'back', Subnets: ['subnet-a', 'subnet-b'] }))
      .LoadBalancers;
    await lb.aws('CreateListener', {
      LoadBalancerArn: other.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: lb.port,
      DefaultActions: [
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody: 'back' } },
      ],
    });
    expect(await getFrom(lb.port, other.DNSName)).toEqual({ status: 200, body: 'back' });
    expect((await getFrom(lb.port, lb.balancer.DNSName)).status).toBe(503);
    expect((await getFrom(lb.port, 'elsewhere.localhost')).body).toContain(other.DNSName);
  });

  it('says who is to blame when its port is taken', async () => {
    const lb = await balanced();
    const { port } = await serve(says('me'));
    await expect(
      lb.aws('CreateListener', {
        LoadBalancerArn: lb.balancer.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: lb.group }],
      }),
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
    await lb.aws('DeleteListener', { ListenerArn: lb.listener.ListenerArn });
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
    expect(lb.health(target.address)).toBeUndefined();
  });

  it('is not waited for longer than the deregistration delay', async () => {
    const lb = await balanced({ attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '1' }] });
    const target = await lb.register((incoming, response) => {
      if (incoming.url === '/health') response.end();
    });
    await until(() => lb.health(target.address)?.state === 'healthy');
    const never = fetch(`http://127.0.0.1:${lb.port}/never`).catch(() => undefined);
    await lb.part.targetGroups.deregister(lb.group, target.address, 80);
    target.server.closeAllConnections();
    await never;
  });
});

it('pages', async () => {
  const lb = await balanced();
  for (const name of ['b', 'c'])
    await lb.aws('CreateLoadBalancer', { Name: name, Subnets: ['subnet-a', 'subnet-b'] });
  const first = lb.aws('DescribeLoadBalancers', { PageSize: 2 });
  const second = lb.aws('DescribeLoadBalancers', { PageSize: 2, Marker: first.NextMarker });
  expect([first.LoadBalancers.length, second.LoadBalancers.length, second.NextMarker]).toEqual([
    2,
    1,
    undefined,
  ]);
});

/** `fetch` does not let a caller choose the Host header. */
function getFrom(port: number, host: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    })
      .on('error', reject)
      .end();
  });
}
