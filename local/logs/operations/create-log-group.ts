import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const createLogGroup =
  ({ groups }: Context): Operation<CreateLogGroupRequest, object> =>
  ({ logGroupName = '', tags, kmsKeyId, logGroupClass = 'STANDARD' }) => {
    if (kmsKeyId !== undefined || logGroupClass !== 'STANDARD')
      throw new AwsError(
        'InvalidParameterException',
        'The local cloud has log groups of the class STANDARD only, and without a KMS key.',
      );
    groups.create(logGroupName, tags);
    return {};
  };
