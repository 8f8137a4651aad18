import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import { LogStream } from './stream.ts';

export interface LogGroup {
  readonly name: string;
  /** Without the `:*` that most of the API appends. */
  readonly arn: string;
  readonly created: number;
  readonly streams: Map<string, LogStream>;
  retentionInDays: number | undefined;
  tags: Record<string, string>;
}

/** The retention periods that PutRetentionPolicy takes, in days. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Of all events together, so that a day of builds and functions does not fill the memory: what they write at 90 pushes. */
const MAX_BYTES = 2 * 1024 * 1024;
/** All are counted whenever so much of that has been added. */
const LOOK_SHARE = 0.1;

/** Of streams without any event the newest are kept: each task, build and environment of a function makes one. */
const MAX_EMPTY_STREAMS = 100;

const MILLISECONDS_PER_DAY = 86_400_000;

/** The account's log groups. */
export class LogGroups {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, LogGroup>();
  /** Bytes since all were counted. */
  #added = 0;

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** By name, as the API lists them. */
  list(): LogGroup[] {
    return [...this.#byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): LogGroup | undefined {
    return this.#byName.get(name);
  }

  /** @param named a name or an ARN @throws AwsError ResourceNotFoundException */
  get(named: string): LogGroup {
    const group = this.#byName.get(nameIn(named));
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  /** @throws AwsError ResourceAlreadyExistsException */
  create(name: string, tags: Record<string, string> = {}): LogGroup {
    if (this.#byName.has(name))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    const { region, id } = this.#account;
    const group: LogGroup = {
      name,
      arn: `arn:aws:logs:${region}:${id}:log-group:${name}`,
      created: this.#clock.now(),
      streams: new Map(),
      retentionInDays: undefined,
      tags,
    };
    this.#byName.set(name, group);
    return group;
  }

  delete(named: string): void {
    this.#byName.delete(this.get(named).name);
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(named: string, streamName: string): LogStream {
    const group = this.get(named);
    const stream = group.streams.get(streamName);
    if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    this.#expire(group, stream);
    return stream;
  }

  /** All streams of a group, by name. */
  streams(group: LogGroup): LogStream[] {
    const streams = [...group.streams.values()];
    for (const stream of streams) this.#expire(group, stream);
    return streams.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws AwsError ResourceAlreadyExistsException */
  createStream(group: LogGroup, name: string): LogStream {
    if (group.streams.has(name))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    const stream = new LogStream(name, `${group.arn}:log-stream:${name}`, this.#clock.now());
    group.streams.set(name, stream);
    return stream;
  }

  /** Adds an event. Where all of them become too many, the oldest streams lose their oldest, and go themselves when they have none. */
  append(stream: LogStream, timestamp: number, message: string): void {
    const before = stream.keptBytes;
    stream.append(timestamp, this.#clock.now(), message);
    this.#added += Math.max(stream.keptBytes - before, 0);
    if (this.#added < MAX_BYTES * LOOK_SHARE) return;
    this.#added = 0;
    this.#shorten();
  }

  /** @throws AwsError InvalidParameterException */
  setRetention(group: LogGroup, days: number | undefined): void {
    if (days !== undefined && !RETENTIONS.includes(days))
      throw new AwsError(
        'InvalidParameterException',
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
      );
    group.retentionInDays = days;
  }

  #shorten(): void {
    const all = this.list()
      .flatMap(({ streams }) => [...streams.values()].map((stream) => ({ streams, stream })))
      .sort((one, other) => one.stream.created - other.stream.created);
    let kept = all.reduce((sum, { stream }) => sum + stream.keptBytes, 0);
    for (const { stream } of all)
      while (kept > MAX_BYTES && stream.events.length > 0) kept -= stream.forgetOldest();
    const empty = all.filter(({ stream }) => stream.events.length === 0 && stream.partial === '');
    for (const { streams, stream } of empty.slice(0, -MAX_EMPTY_STREAMS)) streams.delete(stream.name);
  }

  #expire(group: LogGroup, stream: LogStream): void {
    if (group.retentionInDays === undefined) return;
    // By the events' own time stamps, which are real whatever the pace.
    const kept = this.#clock.now() - group.retentionInDays * MILLISECONDS_PER_DAY;
    while ((stream.events[0]?.timestamp ?? kept) < kept) stream.forgetOldest();
  }
}

const nameIn = (named: string) =>
  named.startsWith('arn:') ? (named.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '') : named;
