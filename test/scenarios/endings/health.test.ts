import { createServer, type RequestListener, type Server } from 'node:http';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../local/free-port.ts';
import { steps } from '../stage.ts';
import { Scene } from './scene.ts';

const ASKED = 'path: /health, consecutive: 2, interval: 100ms, timeout: 2s';

describe('what the health check finds', () => {
  let scene: Scene;
  const servers: Server[] = [];

  beforeAll(async () => {
    let requests = 0;
    const shop = await serve('shop', (_, response) =>
      ++requests % 10 === 0 ? response.writeHead(503).end('closed for a moment') : response.end('open'),
    );
    const edge = await serve('edge', (_, response) => response.end('an older one'));
    servers.push(shop.server, edge.server);
    scene = await Scene.open({
      version: {
        health: `${ASKED}, limit: 6s, probes: [{ name: app, version: { json: version } }, { name: edge, version: { body: true }, url: "${edge.url}" }]`,
      },
      baking: { health: `${ASKED}, limit: 10s, bake: 1m` },
      tolerant: {
        health: `${ASKED}, limit: 10s, bake: 30s, tolerate: 20%, probes: [{ name: app }, { name: shop, url: "${shop.url}" }]`,
      },
      alone: { balancer: 'none', health: 'limit: 30s, bake: 30s' },
      'alone-crashing': { balancer: 'none', health: 'limit: 30s, bake: 10m' },
      inside: { balancer: internal },
    });
  });
  afterEach(() => scene?.cure());
  afterAll(async () => {
    for (const server of servers) server.close();
    await scene?.close();
  });

  it('it answers, but as another version than it is', async () => {
    const record = await scene.deploy('version');
    await scene.expectAsTold(record, 'version');
    const found = record.trail.find(({ step }) => step === 'roll:probe')?.probes?.[1];
    expect(found).toMatchObject({ failed: found?.asked, latency: { min: expect.any(Number) } });
    expect(found?.failures[0]?.answer).toMatch(/^200 \(version an older one, not yet [0-9a-f]{7}\)/);
  });

  it('it answers well at first, and no longer while it bakes', async () => {
    const id = await scene.begin('baking');
    await scene.reached(id, 'roll:probe');
    scene.fault({ kind: 'answer', service: 'baking', image: scene.next, status: 500 });
    await scene.expectAsTold(await scene.ended(id), 'baking');
  });

  it('some requests fail while it bakes, but no more than may', async () => {
    const record = await scene.deploy('tolerant');
    await scene.expectAsTold(record, 'tolerant');
    const probes = record.trail.find(({ step }) => step === 'roll:baked')?.probes;
    expect(probes).toMatchObject([
      { what: expect.stringContaining('app: GET http://'), asked: 20, failed: 0 },
      { what: expect.stringContaining('shop: GET http://shop'), asked: 20, failed: 2 },
    ]);
    const { out } = await scene.stage.cli('show', record.deployment.id);
    expect(out).toMatch(/shop: GET http:\/\/shop\S+: 20 asked, 2 not as asked, \d+ to \d+ ms/);
    expect(out).toContain('2 × 503: closed for a moment');
  });

  it('it has no load balancer, and its tasks stay up', async () => {
    const record = await scene.deploy('alone');
    await scene.expectAsTold(record, 'alone');
    expect(steps(record)).toContain('baseline:watch-1');
  });

  it('it has no load balancer, and a task ends while it bakes', async () => {
    const id = await scene.begin('alone-crashing');
    await scene.reached(id, 'roll:watch-1');
    scene.fault({ kind: 'crash-task', service: 'alone-crashing', image: scene.next, exitCode: 3 });
    await scene.expectAsTold(await scene.ended(id), 'alone-crashing');
  });

  it('its load balancer is internal, and the probe is in no VPC', async () => {
    await scene.expectAsTold(await scene.deploy('inside'), 'inside');
    expect(scene.stage.chronicle.made('UpdateService', 'RunDeployment')).not.toContainEqual(
      expect.objectContaining({ input: expect.objectContaining({ service: 'inside' }) }),
    );
  });
});

/** Something beside the app that users need too. */
async function serve(name: string, app: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  const port = typeof place === 'object' && place ? place.port : 0;
  return { server, url: `http://${name}.elb.localhost:${port}` };
}

async function internal(group: string): Promise<void> {
  const elb = new ElasticLoadBalancingV2Client({});
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: 'inside',
      Scheme: 'internal',
      Subnets: ['subnet-a', 'subnet-b'],
    }),
  );
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: await freePort(),
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );
}
