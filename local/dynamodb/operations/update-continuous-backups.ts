import type { UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { backedUp, describeContinuousBackups } from './describe-continuous-backups.ts';

export const updateContinuousBackups = (
  context: Context,
): Operation<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput> => {
  const describe = describeContinuousBackups(context);
  return (input, call) => {
    backedUp(context.tables, input.TableName ?? '').pointInTimeRecovery =
      input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
    return describe(input, call);
  };
};
