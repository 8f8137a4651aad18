import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import { createIam } from '../../../local/iam/index.ts';
import { createSts } from '../../../local/sts/index.ts';
import { assumedRole } from '../../../shared/aws/assumed-role.ts';
import type { ClientSettings } from '../../../shared/aws/check-clients.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };
const arn = 'arn:aws:iam::000000000000:role/slipway-deployer';

const ending: (() => Promise<unknown>)[] = [];
let sts: STSClient;
let settings: ClientSettings & { endpoint: string };
let taken: number;

/** A role that is to be taken with an external id. */
beforeEach(async () => {
  const iam = createIam({ account, clock: new Clock() });
  const services = [iam, createSts(iam)].flatMap(({ service }) => service ?? []);
  const gateway = await createGateway({ services, identities: iam.identities });
  ending.push(() => gateway.close());
  settings = {
    endpoint: `http://127.0.0.1:${await gateway.listen(0)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  taken = 0;
  gateway.onCall(({ operation }) => {
    if (operation === 'AssumeRole') taken++;
  });
  const Condition = { StringEquals: { 'sts:ExternalId': 'ours' } };
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: account.id }, Action: 'sts:AssumeRole', Condition },
  ];
  const iamClient = new IAMClient(settings);
  await iamClient.send(
    new CreateRoleCommand({
      RoleName: 'slipway-deployer',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  sts = new STSClient(settings);
});
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

it('is taken once for all clients, under a name that tells the pipeline, and again before it ends', async () => {
  let now = Date.now();
  const credentials = assumedRole(sts, { arn, externalId: 'ours', session: 'slipway-web' }, () => now);
  const clients = [1, 2, 3].map(() => new STSClient({ ...settings, credentials }));
  const who = await Promise.all(clients.map((client) => client.send(new GetCallerIdentityCommand({}))));
  expect(who.map(({ Arn }) => Arn)).toEqual(
    clients.map(() => 'arn:aws:sts::000000000000:assumed-role/slipway-deployer/slipway-web'),
  );
  expect(taken).toBe(1);
  const first = await credentials();
  now += 50 * 60_000;
  expect(await credentials()).toEqual(first);
  now += 5 * 60_000;
  expect((await credentials()).accessKeyId).not.toBe(first.accessKeyId);
  expect(taken).toBe(2);
});

it('that may not be taken is said so, and is tried again when it is asked for again', async () => {
  const credentials = assumedRole(sts, { arn, session: 'slipway-web' }, Date.now);
  const refusal = `the role ${arn} cannot be taken: it is not there, or its trust does not allow Slipway to take it without an external id (target.ecs.externalId)`;
  const client = new STSClient({ ...settings, credentials });
  for (let time = 0; time < 2; time++) {
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'Rejected',
      message: refusal,
    });
  }
  expect(taken).toBe(2);
});
