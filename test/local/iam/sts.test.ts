import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import { createIam } from '../../../local/iam/index.ts';
import { createSts } from '../../../local/sts/index.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };

it('lets a caller take a role that trusts the account, and knows it by its key from then on', async () => {
  const iam = createIam({ account, clock: new Clock() });
  const services = [iam, createSts(iam)].flatMap(({ service }) => service ?? []);
  const gateway = await createGateway({ services, identities: iam.identities });
  const settings = {
    endpoint: `http://127.0.0.1:${await gateway.listen(0)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  try {
    const sts = new STSClient(settings);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:iam::000000000000:root');
    const roles = new IAMClient(settings);
    for (const [RoleName, Principal] of [
      ['mine', { AWS: 'arn:aws:iam::000000000000:root' }],
      ['of-lambda', { Service: 'lambda.amazonaws.com' }],
    ] as const) {
      const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
      await roles.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    }
    const take = (name: string) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::000000000000:role/${name}`,
          RoleSessionName: 'session',
        }),
      );
    await expect(take('of-lambda')).rejects.toThrow('not authorized to perform: sts:AssumeRole');
    const {
      AccessKeyId = '',
      SecretAccessKey = '',
      SessionToken = '',
    } = (await take('mine')).Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    const asRole = new STSClient({ ...settings, credentials });
    expect(await asRole.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:sts::000000000000:assumed-role/mine/session',
      UserId: expect.stringMatching(/^AROA\w{17}:session$/),
    });
    expect(gateway.violations).toEqual([]);
  } finally {
    await gateway.close();
  }
});
