import type { UpdateTimeToLiveInput, UpdateTimeToLiveOutput } from '@aws-sdk/client-dynamodb';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const updateTimeToLive =
  ({ tables }: Context): Operation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput> =>
  ({ TableName = '', TimeToLiveSpecification }) => {
    const settings = tables.get(TableName);
    const { AttributeName = '', Enabled = false } = TimeToLiveSpecification ?? {};
    if (Enabled === (settings.timeToLive !== undefined))
      throw new AwsError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
    settings.timeToLive = Enabled ? AttributeName : undefined;
    return { TimeToLiveSpecification: { AttributeName, Enabled } };
  };
