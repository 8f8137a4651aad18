import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../gateway/service.ts';
import { bytesOf } from './stream.ts';

// Limits of one batch: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
const MAX_BATCH_BYTES = 1_048_576;
const MAX_SPAN_HOURS = 24;
const MAX_AHEAD_HOURS = 2;
const MAX_AGE_DAYS = 14;

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;

interface Sorted {
  readonly accepted: readonly InputLogEvent[];
  readonly rejected?: RejectedLogEventsInfo;
}

/**
 * Those events of a batch that are neither too old nor too new, and which are.
 * @param retentionInDays of the group; none keeps for ever
 * @throws AwsError InvalidParameterException for a batch that is refused as a whole
 */
export function sortBatch(
  events: readonly InputLogEvent[],
  now: number,
  retentionInDays = Number.POSITIVE_INFINITY,
): Sorted {
  const times = events.map(({ timestamp = 0 }) => timestamp);
  if (times.some((time, index) => time < (times[index - 1] ?? 0)))
    throw refused('Log events in a single PutLogEvents request must be in chronological order.');
  const bytes = events.reduce((sum, { message = '' }) => sum + bytesOf(message), 0);
  if (bytes > MAX_BATCH_BYTES)
    throw refused(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  const before = (oldest: number) => times.filter((time) => time < oldest).length;
  const tooOld = before(now - MAX_AGE_DAYS * MS_PER_DAY);
  const expired = before(now - retentionInDays * MS_PER_DAY);
  const tooNew = times.findIndex((time) => time > now + MAX_AHEAD_HOURS * MS_PER_HOUR);
  const [start, end] = [Math.max(tooOld, expired), tooNew === -1 ? times.length : tooNew];
  const accepted = events.slice(start, end);
  const span = (accepted.at(-1)?.timestamp ?? 0) - (accepted[0]?.timestamp ?? 0);
  if (span > MAX_SPAN_HOURS * MS_PER_HOUR)
    throw refused('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  if (accepted.length === events.length) return { accepted };
  const rejected = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
    ...(tooNew === -1 ? {} : { tooNewLogEventStartIndex: tooNew }),
  };
  return { accepted, rejected };
}

const refused = (message: string) => new AwsError('InvalidParameterException', message);
