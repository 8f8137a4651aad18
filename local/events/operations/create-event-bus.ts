import type { CreateEventBusRequest, CreateEventBusResponse } from '@aws-sdk/client-eventbridge';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

export const createEventBus =
  ({ buses, clock }: Context): Operation<CreateEventBusRequest, CreateEventBusResponse> =>
  (input) => {
    refuse(input, ['EventSourceName', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig']);
    const name = input.Name ?? '';
    if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(name))
      throw new AwsError('ValidationException', `Event bus name ${name} is not valid.`);
    if (buses.all.has(name))
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    const bus = buses.add(name, clock.date(), input.Description);
    buses.setTags(bus.arn, input.Tags);
    return {
      EventBusArn: bus.arn,
      ...(bus.description === undefined ? {} : { Description: bus.description }),
    };
  };
