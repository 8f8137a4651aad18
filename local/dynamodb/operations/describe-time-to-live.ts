import type { DescribeTimeToLiveInput, DescribeTimeToLiveOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const describeTimeToLive =
  ({ tables }: Context): Operation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput> =>
  ({ TableName = '' }) => {
    const { timeToLive } = tables.get(TableName);
    return {
      TimeToLiveDescription:
        timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
    };
  };
