import type {
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { TableSettings } from '../tables.ts';

/** Recovery is recorded only: nothing here can be restored. */
export const describeContinuousBackups =
  ({ tables }: Context): Operation<DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput> =>
  ({ TableName = '' }) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: backedUp(tables, TableName).pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
      },
    },
  });

/** Both operations on backups have an error of their own for this. @throws AwsError TableNotFoundException */
export function backedUp(tables: Context['tables'], name: string): TableSettings {
  const table = tables.find(name);
  if (!table) throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
  return table;
}
