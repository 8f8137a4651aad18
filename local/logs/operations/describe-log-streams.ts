import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import type { LogStream } from '../stream.ts';

/** Streams of one answer, at most and by default. */
const MAX_STREAMS = 50;

export const describeLogStreams =
  ({ groups }: Context): Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> =>
  (input) => {
    const { logStreamNamePrefix, orderBy = 'LogStreamName', nextToken, limit = MAX_STREAMS } = input;
    if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'Cannot order by LastEventTime with a logStreamNamePrefix.',
      );
    const group = groups.get(input.logGroupName ?? input.logGroupIdentifier ?? '');
    const streams = groups.streams(group).filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''));
    if (orderBy === 'LastEventTime') streams.sort((one, other) => lastOf(one) - lastOf(other));
    if (input.descending) streams.reverse();
    const { items, next } = page(streams, nextToken, limit);
    return { logStreams: items.map(described), ...next };
  };

const lastOf = ({ events }: LogStream) => events.at(-1)?.timestamp ?? 0;

function described(stream: LogStream) {
  const first = stream.events[0];
  const last = stream.events.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.created,
    arn: stream.arn,
    uploadSequenceToken: String(stream.end).padStart(20, '0'),
    // Always 0 for streams since 2019 (API reference of LogStream).
    storedBytes: 0,
    ...(first ? { firstEventTimestamp: first.timestamp } : {}),
    ...(last ? { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime } : {}),
  };
}
