import type { PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const putLogEvents =
  ({ groups }: Context): Operation<PutLogEventsRequest, PutLogEventsResponse> =>
  ({ logGroupName = '', logStreamName = '', logEvents = [] }) => {
    const stream = groups.stream(logGroupName, logStreamName);
    const isOrdered = logEvents.every(
      ({ timestamp = 0 }, index) => timestamp >= (logEvents[index - 1]?.timestamp ?? 0),
    );
    if (!isOrdered)
      throw new AwsError(
        'InvalidParameterException',
        'Log events in a single PutLogEvents request must be in chronological order.',
      );
    for (const { timestamp = 0, message = '' } of logEvents) groups.append(stream, timestamp, message);
    return { nextSequenceToken: String(stream.end).padStart(20, '0') };
  };
