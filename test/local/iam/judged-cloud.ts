import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Clock } from '../../../local/clock.ts';
import { createEc2 } from '../../../local/ec2/index.ts';
import { createEvents } from '../../../local/events/index.ts';
import { createGateway } from '../../../local/gateway/index.ts';
import { createJudging } from '../../../local/iam/access/judging.ts';
import { createIam } from '../../../local/iam/index.ts';
import { Deliveries, type Part } from '../../../local/parts.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { createScheduler } from '../../../local/scheduler/index.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { createSsm } from '../../../local/ssm/index.ts';
import { createSts } from '../../../local/sts/index.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };

export const HERE = 'us-east-1:000000000000';

/** Services whose callers are judged, and that are judged where they act by themselves, behind a real gateway. */
export async function judgedCloud() {
  // Time goes so fast that what waits comes at once, but for time stamps.
  const clock = new Clock(1000);
  const shared = { account, clock, deliveries: new Deliveries() };
  const iam = createIam(shared);
  const judging = createJudging({ account, clock, sessions: iam.identities, parts: () => parts });
  const acting = { identities: iam.identities, refuses: judging.refuses };
  const parts: Part[] = [
    iam,
    createSts({ identities: iam.identities }),
    createSsm(shared),
    createS3({ ...shared, refuses: judging.refuses }),
    createSqs(shared),
    createEc2({ account, interfaces: { inSubnet: () => 0 } }),
    createEvents({ ...shared, acting }),
    createScheduler({ ...shared, acting }),
  ];
  const gateway = await createGateway({
    services: parts.flatMap(({ service }) => service ?? []),
    identities: iam.identities,
    judge: judging.judgeWith({ executionOfCallback: () => undefined }),
  });
  const owner = {
    endpoint: `http://127.0.0.1:${await gateway.listen(0)}`,
    region: account.region,
    credentials: { accessKeyId: 'AKIAOWNER', secretAccessKey: 'local' },
    forcePathStyle: true,
    maxAttempts: 1,
  };
  const client = new IAMClient(owner);
  return {
    clock,
    owner,
    /** A role that a service may have, or the account, with what it may do. Its ARN. */
    async role(RoleName: string, trusted: string, ...statements: object[]): Promise<string> {
      const Principal = trusted.includes('.') ? { Service: trusted } : { AWS: trusted };
      const trust = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
      const document = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
      const policy = { RoleName, PolicyName: 'p' };
      if (statements.length > 0)
        await client.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: document(statements) }));
      return `arn:aws:iam::${account.id}:role/${RoleName}`;
    },
    /** What a client of a function with that role is configured with. */
    as: (roleArn: string) => ({
      ...owner,
      credentials: iam.identities.assume(roleArn, 's', { service: 'lambda.amazonaws.com' }),
    }),
    /** What a client of somebody is configured with who took the role for so many seconds. */
    async taken(RoleArn: string, DurationSeconds: number) {
      const taking = { RoleArn, RoleSessionName: 'taken', DurationSeconds };
      const { Credentials } = await new STSClient(owner).send(new AssumeRoleCommand(taking));
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
      return {
        ...owner,
        credentials: {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
        },
      };
    },
    async close(): Promise<void> {
      await gateway.close();
      for (const part of parts) await part.close?.();
    },
  };
}
