import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** What an SDK client is configured with to call under a role: such calls are judged, those of the owner are not. */
export interface Caller {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: number;
  readonly role: string;
}

const ROLE = 'bench';

const allow = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** A role that may do all, and who calls under it. */
export async function callerUnderRole({ AWS_ENDPOINT_URL: endpoint = '' }: Record<string, string>) {
  const owner = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIALOCALCLOUDOWNER0', secretAccessKey: 'local' },
  };
  const iam = new IAMClient(owner);
  const AssumeRolePolicyDocument = allow({ Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument }));
  const PolicyDocument = allow({ Action: '*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'all', PolicyDocument }));
  const { Credentials } = await new STSClient(owner).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'bench' }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return {
    endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
    maxAttempts: 1,
    role: ROLE,
  } satisfies Caller;
}
