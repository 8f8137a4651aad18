import type {
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Recovery is recorded only: nothing here can be restored. */
export const describeContinuousBackups =
  ({ tables }: Context): Operation<DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput> =>
  ({ TableName = '' }) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: tables.get(TableName).pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
      },
    },
  });
