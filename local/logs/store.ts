import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account, LogSink } from '../parts.ts';

/** What one stream keeps; the oldest go first. */
const MAX_EVENTS = 20_000;

export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly ingested: number;
}

export interface LogStream {
  readonly name: string;
  readonly created: number;
  events: LogEvent[];
  /** How many of the oldest have gone, so that positions stay what they were. */
  dropped: number;
  /** A last line that has no end yet. */
  rest: string;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  retentionInDays?: number;
  readonly streams: Map<string, LogStream>;
}

/** Log groups, streams and their lines, in memory. */
export class LogStore implements LogSink {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly groups = new Map<string, LogGroup>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  createGroup(name: string): LogGroup {
    if (this.groups.has(name))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    const { id, region } = this.#account;
    const group: LogGroup = {
      name,
      arn: `arn:aws:logs:${region}:${id}:log-group:${name}`,
      created: this.#clock.now(),
      streams: new Map(),
    };
    this.groups.set(name, group);
    return group;
  }

  createStream(groupName: string, name: string): LogStream {
    const { streams } = this.group(groupName);
    if (streams.has(name))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    const stream: LogStream = { name, created: this.#clock.now(), events: [], dropped: 0, rest: '' };
    streams.set(name, stream);
    return stream;
  }

  /** @throws AwsError ResourceNotFoundException */
  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(groupName: string, name: string): LogStream {
    const stream = this.group(groupName).streams.get(name);
    if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    return stream;
  }

  put(stream: LogStream, events: readonly { readonly timestamp: number; readonly message: string }[]): void {
    const ingested = this.#clock.now();
    stream.events.push(...events.map((event) => ({ ...event, ingested })));
    const over = stream.events.length - MAX_EVENTS;
    if (over <= 0) return;
    stream.events.splice(0, over);
    stream.dropped += over;
  }

  write(groupName: string, streamName: string, chunk: string): void {
    const group = this.groups.get(groupName) ?? this.createGroup(groupName);
    const stream = group.streams.get(streamName) ?? this.createStream(groupName, streamName);
    const lines = (stream.rest + chunk).split('\n');
    stream.rest = lines.pop() ?? '';
    const timestamp = this.#clock.now();
    this.put(
      stream,
      lines.filter((line) => line !== '').map((message) => ({ timestamp, message })),
    );
  }
}
