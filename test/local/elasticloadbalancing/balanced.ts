import { createServer, type RequestListener, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, expect } from 'vitest';
import { createAcm } from '../../../local/acm/index.ts';
import { Clock } from '../../../local/clock.ts';
import { createElasticLoadBalancing } from '../../../local/elasticloadbalancing/index.ts';
import { Network } from '../../../local/network.ts';
import { freePort } from '../free-port.ts';
import { throughGateway } from '../through-gateway.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:0',
  folder: '/nonexistent',
};
/** What is undone after each test, the last first. */
export const ending: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A load balancer on a free port with one target group. */
export async function balanced(
  options: { attributes?: { Key: string; Value: string }[]; idleTimeout?: number } = {},
) {
  const network = new Network();
  const clock = new Clock(20);
  const acm = createAcm({ account, clock });
  const part = createElasticLoadBalancing({ account, clock, network, certificates: acm.certificates });
  ending.push(() => part.close?.());
  const gateway = await throughGateway(part, acm);
  const elb = new ElasticLoadBalancingV2Client(gateway.config);
  ending.push(() => gateway.close());
  const created = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      Matcher: { HttpCode: '200-204,301' },
    }),
  );
  const group = created.TargetGroups?.[0]?.TargetGroupArn ?? '';
  if (options.attributes)
    await elb.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group, Attributes: options.attributes }),
    );
  const port = await freePort();
  const listen = async (name: string, action: Action) => {
    const made = await elb.send(
      new CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-a', 'subnet-b'] }),
    );
    const { LoadBalancerArn, DNSName = '' } = made.LoadBalancers?.[0] ?? {};
    const { Listeners } = await elb.send(
      new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: port, DefaultActions: [action] }),
    );
    return { arn: LoadBalancerArn, dnsName: DNSName, listenerArn: Listeners?.[0]?.ListenerArn };
  };
  const front = await listen('front', { Type: 'forward', TargetGroupArn: group });
  if (options.idleTimeout !== undefined)
    await elb.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: front.arn,
        Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: String(options.idleTimeout) }],
      }),
    );
  const register = async (handler: RequestListener) => {
    const { server, port: real } = await serve(handler);
    const address = network.allocate();
    network.expose(address, 80, { host: '127.0.0.1', port: real });
    part.targetGroups.register(group, address, 80);
    return { address, server };
  };
  const health = (address: string) => part.targetGroups.health(group, address, 80);
  return { part, clock, elb, group, front, listen, port, register, health, network, config: gateway.config };
}

export async function serve(handler: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

export const says =
  (word: string): RequestListener =>
  (incoming, response) => {
    incoming.resume();
    response.end(incoming.url === '/health' ? 'ok' : word);
  };

export const until = (condition: () => boolean | Promise<boolean>) =>
  expect.poll(condition, { timeout: 10_000, interval: 5 }).toBe(true);
export const text = async (url: string, init?: RequestInit) => (await fetch(url, init)).text();

/** A connection on which bytes are sent as they are, and what came back. */
export function raw(port: number, bytes: string): { client: Socket; readonly received: string } {
  const client = connect(port, '127.0.0.1');
  ending.push(() => client.destroy());
  let received = '';
  client.on('data', (data) => {
    received += data;
  });
  client.on('error', () => undefined);
  client.write(bytes);
  return {
    client,
    get received() {
      return received;
    },
  };
}

/** `fetch` does not let a caller choose the Host header. */
export function getFrom(port: number, host: string): Promise<{ status: number | undefined; body: string }> {
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
