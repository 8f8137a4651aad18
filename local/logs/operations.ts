import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DeleteLogGroupRequest,
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  FilterLogEventsRequest,
  GetLogEventsRequest,
  PutLogEventsRequest,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../gateway/service.ts';
import type { LogEvent, LogGroup, LogStore, LogStream } from './store.ts';

/** Of GetLogEvents and FilterLogEvents. */
const PAGE_SIZE = 10_000;

export function operationsOf(store: LogStore) {
  return {
    CreateLogGroup: ({ logGroupName = '' }: CreateLogGroupRequest) => {
      store.createGroup(logGroupName);
    },
    DeleteLogGroup: ({ logGroupName = '' }: DeleteLogGroupRequest) => {
      store.groups.delete(store.group(logGroupName).name);
    },
    DescribeLogGroups: ({ logGroupNamePrefix = '', logGroupNamePattern = '' }: DescribeLogGroupsRequest) => ({
      logGroups: [...store.groups.values()]
        .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern))
        .map(describeGroup),
    }),
    PutRetentionPolicy: ({ logGroupName = '', retentionInDays }: PutRetentionPolicyRequest) => {
      if (retentionInDays !== undefined) store.group(logGroupName).retentionInDays = retentionInDays;
    },
    CreateLogStream: ({ logGroupName = '', logStreamName = '' }: CreateLogStreamRequest) => {
      store.createStream(logGroupName, logStreamName);
    },
    DescribeLogStreams: ({
      logGroupName,
      logGroupIdentifier,
      logStreamNamePrefix = '',
      orderBy,
      descending,
      limit = 50,
    }: DescribeLogStreamsRequest) => {
      const group = store.group(nameOf(logGroupName, logGroupIdentifier));
      const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix));
      const key = (stream: LogStream) =>
        orderBy === 'LastEventTime' ? (stream.events.at(-1)?.timestamp ?? 0) : stream.name;
      streams.sort((a, b) => (key(a) < key(b) ? -1 : 1));
      if (descending) streams.reverse();
      return { logStreams: streams.slice(0, limit).map((stream) => describeStream(group, stream)) };
    },
    PutLogEvents: ({ logGroupName = '', logStreamName = '', logEvents = [] }: PutLogEventsRequest) => {
      store.put(
        store.stream(logGroupName, logStreamName),
        logEvents.map(({ timestamp = 0, message = '' }) => ({ timestamp, message })),
      );
      return {};
    },
    GetLogEvents: ({
      logGroupName,
      logGroupIdentifier,
      logStreamName = '',
      nextToken,
      startFromHead,
      limit = PAGE_SIZE,
      startTime,
      endTime,
    }: GetLogEventsRequest) => {
      const stream = store.stream(nameOf(logGroupName, logGroupIdentifier), logStreamName);
      const all = stream.events.filter((event) => within(event, startTime, endTime));
      const { from, to } = span(all.length + stream.dropped, {
        nextToken,
        startFromHead: startFromHead ?? false,
        limit,
      });
      const events = all.slice(Math.max(0, from - stream.dropped), Math.max(0, to - stream.dropped));
      return {
        events: events.map(({ timestamp, message, ingested }) => ({
          timestamp,
          message,
          ingestionTime: ingested,
        })),
        nextForwardToken: `f/${to}`,
        nextBackwardToken: `b/${from}`,
      };
    },
    FilterLogEvents: ({
      logGroupName,
      logGroupIdentifier,
      logStreamNames,
      logStreamNamePrefix = '',
      filterPattern = '',
      startTime,
      endTime,
      limit = PAGE_SIZE,
      nextToken,
    }: FilterLogEventsRequest) => {
      const group = store.group(nameOf(logGroupName, logGroupIdentifier));
      const matches = termsOf(filterPattern);
      const found = [...group.streams.values()]
        .filter(({ name }) =>
          logStreamNames ? logStreamNames.includes(name) : name.startsWith(logStreamNamePrefix),
        )
        .flatMap((stream) =>
          stream.events.map((event, index) => ({
            ...event,
            stream: stream.name,
            id: `${stream.created}-${stream.dropped + index}`,
          })),
        )
        .filter((event) => within(event, startTime, endTime) && matches(event.message))
        .sort((a, b) => a.timestamp - b.timestamp);
      const from = Number(nextToken ?? 0);
      const page = found.slice(from, from + limit);
      return {
        events: page.map(({ timestamp, message, ingested, stream, id }) => ({
          logStreamName: stream,
          timestamp,
          message,
          ingestionTime: ingested,
          eventId: id,
        })),
        ...(from + limit < found.length ? { nextToken: String(from + limit) } : {}),
      };
    },
  };
}

/** Which events a token or its absence stands for: `f/N` from N on, `b/N` up to N; without one, the newest or the oldest. */
function span(
  total: number,
  asked: { nextToken: string | undefined; startFromHead: boolean; limit: number },
) {
  const { nextToken, startFromHead, limit } = asked;
  const [way, position] = nextToken?.split('/') ?? [];
  if (nextToken !== undefined && !/^[fb]\/\d+$/.test(nextToken)) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  if (way === 'f' || (way === undefined && startFromHead)) {
    const from = Math.min(Number(position ?? 0), total);
    return { from, to: Math.min(from + limit, total) };
  }
  const to = way === 'b' ? Math.min(Number(position), total) : total;
  return { from: Math.max(0, to - limit), to };
}

function within({ timestamp }: LogEvent, start: number | undefined, end: number | undefined): boolean {
  return timestamp >= (start ?? 0) && timestamp < (end ?? Number.POSITIVE_INFINITY);
}

/** Terms that must all be there; `"a b"` is one of them, `-a` must not be. JSON and space-delimited patterns are refused. */
function termsOf(pattern: string): (message: string) => boolean {
  if (/^\s*[[{%]/.test(pattern)) {
    throw new AwsError(
      'InvalidParameterException',
      `the local cloud knows filter patterns of terms only, not ${pattern}`,
    );
  }
  const terms = [...pattern.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)];
  return (message) =>
    terms.every(([, not, quoted, plain]) => message.includes(quoted ?? plain ?? '') !== (not === '-'));
}

function nameOf(name: string | undefined, identifier: string | undefined): string {
  return name ?? identifier?.replace(/^arn:[^:]+:logs:[^:]*:\d*:log-group:/, '').replace(/:\*$/, '') ?? '';
}

function describeGroup({ name, arn, created, retentionInDays, streams }: LogGroup) {
  const bytes = [...streams.values()]
    .flatMap(({ events }) => events)
    .reduce((sum, { message }) => sum + message.length, 0);
  return {
    logGroupName: name,
    arn: `${arn}:*`,
    logGroupArn: arn,
    creationTime: created,
    storedBytes: bytes,
    ...(retentionInDays === undefined ? {} : { retentionInDays }),
  };
}

function describeStream(group: LogGroup, { name, created, events }: LogStream) {
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: name,
    arn: `${group.arn}:log-stream:${name}`,
    creationTime: created,
    ...(first && last
      ? {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: last.ingested,
        }
      : {}),
  };
}
