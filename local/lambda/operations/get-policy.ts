import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { policyStatement } from '../functions/permissions.ts';

export const getPolicy =
  ({ account, registry }: Context): Operation<GetPolicyRequest, GetPolicyResponse> =>
  ({ FunctionName = '', Qualifier }) => {
    const { fn, qualifier } = registry.resolve(FunctionName, Qualifier);
    const statements = [...fn.permissions.values()].filter((one) => one.qualifier === qualifier);
    if (statements.length === 0)
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
        status: 404,
      });
    const policy = {
      Version: '2012-10-17',
      Id: 'default',
      Statement: statements.map((statement) => policyStatement(account, fn, statement)),
    };
    return { Policy: JSON.stringify(policy), RevisionId: fn.latest.revisionId };
  };
