import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { Call } from '../gateway/service.ts';
import type { Identities, Part } from '../parts.ts';

/** STS: who one is, and taking a role. */
export function createSts({ identities }: { identities: Identities }): Part {
  return {
    service: {
      client: 'sts',
      operations: {
        GetCallerIdentity: (_: object, { caller }: Call) => ({
          Account: caller.accountId,
          Arn: caller.arn,
          UserId: caller.arn.split('/').slice(1).join(':') || caller.accountId,
        }),
        AssumeRole: ({ RoleArn = '', RoleSessionName = '' }: AssumeRoleRequest, { caller }: Call) => {
          const credentials = identities.assume(RoleArn, RoleSessionName, { caller });
          const role = RoleArn.split('/').at(-1);
          return {
            Credentials: {
              AccessKeyId: credentials.accessKeyId,
              SecretAccessKey: credentials.secretAccessKey,
              SessionToken: credentials.sessionToken,
              Expiration: credentials.expiration,
            },
            AssumedRoleUser: {
              AssumedRoleId: `${role}:${RoleSessionName}`,
              Arn: `arn:aws:sts::${caller.accountId}:assumed-role/${role}/${RoleSessionName}`,
            },
          };
        },
      },
    },
  };
}
