import type { PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../gateway/service.ts';
import { sortBatch } from '../batch.ts';
import type { Context } from '../context.ts';

export const putLogEvents =
  ({ clock, groups }: Context): Operation<PutLogEventsRequest, PutLogEventsResponse> =>
  ({ logGroupName = '', logStreamName = '', logEvents = [] }) => {
    const stream = groups.stream(logGroupName, logStreamName);
    const { retentionInDays } = groups.get(logGroupName);
    const { accepted, rejected } = sortBatch(logEvents, clock.now(), retentionInDays);
    for (const { timestamp = 0, message = '' } of accepted) groups.append(stream, timestamp, message);
    return {
      nextSequenceToken: String(stream.end).padStart(20, '0'),
      ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }),
    };
  };
