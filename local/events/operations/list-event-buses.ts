import type { ListEventBusesRequest, ListEventBusesResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { describeBus } from './describe-event-bus.ts';

export const listEventBuses =
  ({ buses }: Context): Operation<ListEventBusesRequest, ListEventBusesResponse> =>
  (input) => {
    const { items, ...rest } = page(
      [...buses.all.values()].filter(({ name }) => name.startsWith(input.NamePrefix ?? '')),
      input,
    );
    return { EventBuses: items.map(describeBus), ...rest };
  };
