import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateServiceCommand,
  DeregisterTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createDynamodb } from '../../../local/dynamodb/index.ts';
import { createCheckClients } from '../../../shared/aws/check-clients.ts';
import type { Release } from '../../../shared/deployment/model.ts';
import type { Target } from '../../../shared/deployment/ports.ts';
import { createLedger } from '../../../shared/ledger/index.ts';
import { createEcsTarget } from '../../../shared/targets/ecs/index.ts';
import type { Revisions } from '../../../shared/targets/ecs/register.ts';
import { behind, localEcs } from '../../local/ecs/local-ecs.ts';
import { throughGateway } from '../../local/through-gateway.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const account = { id: '000000000000', region: 'us-east-1', endpoint: '', folder: '/nonexistent' };
const SERVICES = Array.from({ length: 10 }, (_, index) => `service-${index}`);
const release: Release = { repository: 'app', image: 'app@sha256:new', digest: 'sha256:new' };

let ecs: Awaited<ReturnType<typeof localEcs>>['ecs'];
let revisions: Revisions;
let now: number;
let targets: Target[];

/** Ten services whose revisions are of one family, and a ledger. */
beforeEach(async () => {
  const local = await localEcs();
  ending.push(() => local.close());
  ecs = local.ecs;
  const taskDefinition = await local.revision('app@sha256:old');
  for (const serviceName of SERVICES) {
    await ecs.send(
      new CreateServiceCommand({
        ...behind(local.targetGroupArn),
        ...{ serviceName, taskDefinition, desiredCount: 0, loadBalancers: [] },
      }),
    );
  }
  const database = await createDynamodb({ account, clock: new Clock(1) });
  ending.push(async () => database.close?.());
  const gateway = await throughGateway(database);
  ending.push(() => gateway.close());
  const dynamodb = new DynamoDBClient({ ...gateway.config, maxAttempts: 3 });
  ending.push(async () => dynamodb.destroy());
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      ...{ KeySchema: KEYS, AttributeDefinitions: KEYS.map(({ AttributeName }) => text(AttributeName)) },
    }),
  );
  now = Date.now();
  revisions = createLedger(dynamodb, 'ledger').revisions('us-east-1', () => now);
  targets = SERVICES.map((service) =>
    createEcsTarget({
      checking: () => createCheckClients({ region: 'us-east-1' }),
      ...{ ecs, loadBalancing: local.elb, region: 'us-east-1', repository: 'app', revisions },
      settings: { kind: 'ecs', cluster: 'main', service },
    }),
  );
});

const KEYS = [
  { AttributeName: 'pk', KeyType: 'HASH' as const },
  { AttributeName: 'sk', KeyType: 'RANGE' as const },
];
const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

async function registered(): Promise<string[]> {
  const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'web' }));
  return taskDefinitionArns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
}

it('registers one revision for all services of a family that are deployed to at once', async () => {
  const made = await Promise.all(targets.map((target, index) => target.prepare(release, `d-${index}`)));
  expect(new Set(made).size).toBe(1);
  expect(await registered()).toEqual(['web:1', 'web:2']);
});

it('finds what it registered before a crash, by the tag of the revision', async () => {
  const { registered: write } = revisions;
  revisions.registered = () => Promise.reject(new Error('killed'));
  await expect(targets[0]?.prepare(release, 'd-0')).rejects.toThrow('killed');
  revisions.registered = write;
  const [first, second] = await Promise.all([
    targets[0]?.prepare(release, 'd-0'),
    targets[1]?.prepare(release, 'd-1'),
  ]);
  expect(second).toBe(first);
  expect(await registered()).toEqual(['web:1', 'web:2']);
});

it('waits for another that is about to register it, until that one has had its time', async () => {
  const fingerprint = await fingerprintWanted();
  expect(await revisions.take(fingerprint, 'lost')).toEqual({ kind: 'yours', again: false });
  expect(await revisions.take(fingerprint, 'd-1')).toEqual({ kind: 'busy' });
  expect(await revisions.take(fingerprint, 'lost')).toEqual({ kind: 'yours', again: true });
  now += 30_000;
  await targets[1]?.prepare(release, 'd-1');
  expect(await registered()).toEqual(['web:1', 'web:2']);
});

it('does not use a revision that is no longer active', async () => {
  const first = (await targets[0]?.prepare(release, 'd-0')) ?? '';
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: first }));
  const again = await targets[1]?.prepare(release, 'd-1');
  expect(again).not.toBe(first);
  expect(await targets[2]?.prepare(release, 'd-2')).toBe(again);
  expect(await registered()).toEqual(['web:1', 'web:3']);
});

/** What the release's revision is known by: as the target asks for it. */
async function fingerprintWanted(): Promise<string> {
  const asked: string[] = [];
  const { take } = revisions;
  revisions.take = (fingerprint) => {
    asked.push(fingerprint);
    return Promise.reject(new Error('only asked'));
  };
  await targets[0]?.prepare(release, 'd-0').catch(() => undefined);
  revisions.take = take;
  return asked[0] ?? '';
}
