import type { DeleteEventBusRequest } from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** A bus that is not there is deleted already: no error, as on AWS. */
export const deleteEventBus =
  ({ buses }: Context): Operation<DeleteEventBusRequest, Record<string, never>> =>
  ({ Name }) => {
    if (Name === 'default') throw new AwsError('ValidationException', 'Cannot delete event bus default.');
    const bus = buses.find(Name);
    if (!bus) return {};
    if (bus.rules.size > 0)
      throw new AwsError('ValidationException', `Event bus can't be deleted since it has rules.`);
    buses.all.delete(bus.name);
    buses.tags.delete(bus.arn);
    return {};
  };
