import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createDynamodb } from '../../../local/dynamodb/index.ts';
import type { Deployment } from '../../../shared/deployment/model.ts';
import { emptyTarget } from '../../../shared/deployment/target-state.ts';
import { createLedger } from '../../../shared/ledger/index.ts';
import { throughGateway } from '../../local/through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: '', folder: '/nonexistent' };
const TARGET = 'ecs:here:web/web';
const NOW = 1_800_000_000_000;

let close: () => Promise<void>;
let ledger: ReturnType<typeof createLedger>;

beforeAll(async () => {
  const database = await createDynamodb({ account, clock: new Clock(1) });
  const gateway = await throughGateway(database);
  const dynamodb = new DynamoDBClient(gateway.config);
  const keys = { pk: 'HASH', sk: 'RANGE' } as const;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Object.entries(keys).map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
      AttributeDefinitions: Object.keys(keys).map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
  ledger = createLedger(dynamodb, 'ledger');
  close = async () => {
    dynamodb.destroy();
    await gateway.close();
    await database.close?.();
  };
});
afterAll(() => close?.());

let tried = 0;
let pipeline: string;
/** The number of the second of two pushes that come two seconds apart. */
let newer: number;
let older: Deployment;

beforeEach(async () => {
  pipeline = `web-${++tried}`;
  const push = (before: string, after: string, at: number) =>
    ledger.numberPush({ pipeline, branch: 'main', before, after }, at);
  const { order } = await push('c0', 'c1', NOW);
  newer = (await push('c1', 'c2', NOW + 2000)).order;
  older = deploymentOf('c1', order);
});

function deploymentOf(commit: string, order: number): Deployment {
  return {
    id: `${pipeline}-${commit}`,
    pipeline,
    stage: {
      name: 'prod',
      target: { kind: 'ecs', cluster: 'web', service: 'web' },
      health: {
        path: '/',
        status: [200],
        consecutive: 1,
        intervalSeconds: 1,
        timeoutSeconds: 1,
        limitSeconds: 1,
        bakeSeconds: 0,
      },
      rolloutLimitSeconds: 60,
    },
    target: TARGET,
    kind: 'deploy',
    release: { repository: 'web', digest: `sha256:${commit}`, image: `web@sha256:${commit}`, commit },
    order,
    requestedBy: 'test',
    requestedAt: NOW,
    configVersion: 1,
  };
}

const isComing = () => ledger.newerPushIsComing(older);

it('a newer push is coming while it waits for its build, and while that runs', async () => {
  expect(await isComing()).toBe(true);
  await ledger.recordBuild(pipeline, 'c2', { build: 'web:1' });
  expect(await isComing()).toBe(true);
});

it.each(['FAILED', 'REFUSED', 'SUCCEEDED'])(
  'and no longer where it ended as %s without an image',
  async (status) => {
    await ledger.recordBuild(pipeline, 'c2', { build: 'web:1', status, order: newer });
    expect(await isComing()).toBe(false);
  },
);

it('and until its own deployment has ended, whatever the verdict', async () => {
  const its = deploymentOf('c2', newer);
  const built = { build: 'web:1', status: 'SUCCEEDED', order: newer, deployments: { [TARGET]: its.id } };
  await ledger.recordBuild(pipeline, 'c2', built);
  await ledger.addDeployment(its);
  expect(await isComing()).toBe(true);
  await ledger.end(its, { verdict: 'rejected', reason: 'It was rolled back here before.', endedAt: NOW });
  expect(await isComing()).toBe(false);
});

it('what became of an earlier push of the same commit says nothing of it', async () => {
  await ledger.recordBuild(pipeline, 'c2', { build: 'web:1', status: 'FAILED', order: newer - 60_000 });
  expect(await isComing()).toBe(true);
});

it('wakes who waits for a push that came shortly after its own, and nobody else', async () => {
  const waiting = { deployment: older.id, order: older.order, askedAt: NOW, wakeToken: 'token' };
  await ledger.changeTarget(TARGET, () => ({ state: { ...emptyTarget, waiting }, result: undefined }));
  const woken = (order: number) => ledger.yieldingTo(pipeline, order, [TARGET, 'ecs:here:web/other']);
  expect(await woken(newer)).toEqual(['token']);
  expect(await woken(older.order)).toEqual([]);
  expect(await woken(newer + 60_000)).toEqual([]);
});
