import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Events of one answer, at most and by default. */
const MAX_EVENTS = 10_000;

export const getLogEvents =
  ({ groups }: Context): Operation<GetLogEventsRequest, GetLogEventsResponse> =>
  (input) => {
    const { logGroupName, logGroupIdentifier, logStreamName = '', nextToken, limit = MAX_EVENTS } = input;
    const stream = groups.stream(logGroupName ?? logGroupIdentifier ?? '', logStreamName);
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
    const events = stream.events.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
    const { forward, from } = position(nextToken, input.startFromHead ?? false);
    const later = from === undefined ? events : events.filter(({ sequence }) => sequence >= from);
    const earlier = from === undefined ? events : events.filter(({ sequence }) => sequence < from);
    const page = forward ? later.slice(0, limit) : earlier.slice(-limit);
    const first = page[0]?.sequence ?? from ?? stream.end;
    const end = (page.at(-1)?.sequence ?? (from ?? stream.end) - 1) + 1;
    return {
      events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      // At either end of the stream AWS gives back the token that it was given.
      nextForwardToken: `f/${String(end).padStart(56, '0')}/s`,
      nextBackwardToken: `b/${String(first).padStart(56, '0')}/s`,
    };
  };

function position(
  token: string | undefined,
  startFromHead: boolean,
): { forward: boolean; from: number | undefined } {
  if (token === undefined) return { forward: startFromHead, from: undefined };
  const [, direction, sequence] = /^([fb])\/(\d+)\/s$/.exec(token) ?? [];
  if (sequence === undefined)
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  return { forward: direction === 'f', from: Number(sequence) };
}
