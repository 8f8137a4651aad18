import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../gateway/service.ts';
import type { Sessions } from '../../iam/index.ts';

export const getCallerIdentity =
  (sessions: Sessions): Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> =>
  (_, { caller }) => ({ Account: caller.accountId, Arn: caller.arn, UserId: sessions.userIdOf(caller) });
