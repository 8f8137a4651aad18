import type { UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeContinuousBackups } from './describe-continuous-backups.ts';

export const updateContinuousBackups = (
  context: Context,
): Operation<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput> => {
  const describe = describeContinuousBackups(context);
  return (input, call) => {
    context.tables.get(input.TableName ?? '').pointInTimeRecovery =
      input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
    return describe(input, call);
  };
};
