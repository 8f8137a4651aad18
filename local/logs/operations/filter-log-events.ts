import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { matcherOf } from '../pattern.ts';

/** Events of one answer, at most and by default. */
const MAX_EVENTS = 10_000;

export const filterLogEvents =
  ({ groups }: Context): Operation<FilterLogEventsRequest, FilterLogEventsResponse> =>
  (input) => {
    const { logStreamNames, logStreamNamePrefix, startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
    if (logStreamNames && logStreamNamePrefix !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'logStreamNames and logStreamNamePrefix cannot be used together.',
      );
    const group = groups.get(input.logGroupName ?? input.logGroupIdentifier ?? '');
    const streams = logStreamNames
      ? logStreamNames.map((name) => groups.stream(group.name, name))
      : groups.streams(group).filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''));
    const matches = matcherOf(input.filterPattern);
    const found = streams
      .flatMap((stream) => stream.events.map((event) => ({ stream, event })))
      .filter(
        ({ event: { timestamp, message } }) =>
          // Unlike GetLogEvents, both ends belong to the range.
          timestamp >= startTime && timestamp <= endTime && matches(message),
      )
      .sort((one, other) => one.event.timestamp - other.event.timestamp);
    const { items, next } = page(found, input.nextToken, input.limit ?? MAX_EVENTS);
    return {
      events: items.map(({ stream, event }) => ({
        logStreamName: stream.name,
        eventId: stream.idOf(event),
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestionTime,
      })),
      searchedLogStreams: [],
      ...next,
    };
  };
