import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { policyOf } from '../functions/permissions.ts';

export const getPolicy =
  ({ account, registry }: Context): Operation<GetPolicyRequest, GetPolicyResponse> =>
  ({ FunctionName = '', Qualifier }) => {
    const { fn, qualifier } = registry.resolve(FunctionName, Qualifier);
    const policy = policyOf(account, fn, qualifier);
    if (!policy)
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
        status: 404,
      });
    return { Policy: JSON.stringify(policy), RevisionId: fn.latest.revisionId };
  };
