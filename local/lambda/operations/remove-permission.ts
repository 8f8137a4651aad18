import type { RemovePermissionRequest } from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const removePermission =
  ({ registry }: Context): Operation<RemovePermissionRequest, object> =>
  ({ FunctionName = '', StatementId = '' }) => {
    if (!registry.get(FunctionName).permissions.delete(StatementId))
      throw new AwsError(
        'ResourceNotFoundException',
        `Statement ${StatementId} is not found in resource policy.`,
        { status: 404 },
      );
    return {};
  };
