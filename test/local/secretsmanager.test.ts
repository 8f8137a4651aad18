import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createSecretsManager } from '../../local/secretsmanager/index.ts';
import { throughGateway } from './through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: '', folder: '/nonexistent' };
let client: SecretsManagerClient;
let served: Awaited<ReturnType<typeof throughGateway>>;

beforeEach(async () => {
  served = await throughGateway(createSecretsManager({ account, clock: new Clock() }));
  client = new SecretsManagerClient(served.config);
});
afterEach(() => served.close());

it('gives a secret by its name, its ARN, and the ARN without what AWS adds to it', async () => {
  const { ARN = '' } = await client.send(new CreateSecretCommand({ Name: 'app/db', SecretString: 'hush' }));
  expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:app\/db-\w{6}$/);
  for (const SecretId of ['app/db', ARN, ARN.slice(0, -7)]) {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    expect(SecretString).toBe('hush');
  }
  const twice = client.send(new CreateSecretCommand({ Name: 'app/db', SecretString: 'other' }));
  await expect(twice).rejects.toBeInstanceOf(ResourceExistsException);
});

it('describes one that is marked for deletion, and does not read it', async () => {
  await client.send(new CreateSecretCommand({ Name: 'db', SecretString: 'hush' }));
  await client.send(new DeleteSecretCommand({ SecretId: 'db', RecoveryWindowInDays: 7 }));
  const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: 'db' }));
  expect(DeletedDate?.getTime()).toBeGreaterThan(Date.now());
  const read = client.send(new GetSecretValueCommand({ SecretId: 'db' }));
  await expect(read).rejects.toBeInstanceOf(InvalidRequestException);
  await client.send(new DeleteSecretCommand({ SecretId: 'db', ForceDeleteWithoutRecovery: true }));
  const gone = client.send(new DescribeSecretCommand({ SecretId: 'db' }));
  await expect(gone).rejects.toBeInstanceOf(ResourceNotFoundException);
});
