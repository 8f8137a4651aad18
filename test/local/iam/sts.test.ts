import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import { createIam } from '../../../local/iam/index.ts';
import { createSts } from '../../../local/sts/index.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };

it('lets a caller take a role that trusts the account, and knows it by its key from then on', async () => {
  const clock = new Clock();
  const iam = createIam({ account, clock });
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
    const take = (name: string, more: object = {}) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::000000000000:role/${name}`,
          RoleSessionName: 'session',
          ...more,
        }),
      );
    await expect(take('of-lambda')).rejects.toThrow('not authorized to perform: sts:AssumeRole');
    await expect(take('mine', { DurationSeconds: 3601 })).rejects.toThrow('exceeds the MaxSessionDuration');
    await expect(take('mine', { SourceIdentity: 'mira' })).rejects.toThrow('no SourceIdentity');
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
    // An hour, which the clock may be moved by.
    await clock.move(3590);
    await asRole.send(new GetCallerIdentityCommand({}));
    await clock.move(10);
    await expect(asRole.send(new GetCallerIdentityCommand({}))).rejects.toThrow('is expired');
    expect(gateway.violations).toEqual([]);
  } finally {
    await gateway.close();
  }
});

it('leaves a program that a service runs its credentials, however far the clock is moved', async () => {
  const clock = new Clock();
  const { identities, service } = createIam({ account, clock });
  const gateway = await createGateway({ services: service ? [service] : [], identities });
  const endpoint = `http://127.0.0.1:${await gateway.listen(0)}`;
  try {
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ];
    const settings = { endpoint, region: 'us-east-1', maxAttempts: 1 };
    const owner = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    await new IAMClient({ ...settings, credentials: owner }).send(
      new CreateRoleCommand({
        RoleName: 'task',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    const given = identities.assume('arn:aws:iam::000000000000:role/task', 'task', {
      service: 'ecs-tasks.amazonaws.com',
    });
    await clock.move(30 * 86_400);
    expect(() => identities.check(given.accessKeyId, given.sessionToken)).not.toThrow();
  } finally {
    await gateway.close();
  }
});
