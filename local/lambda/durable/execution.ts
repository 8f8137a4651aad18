import type { ErrorObject, Event, EventType, ExecutionStatus, Operation } from '@aws-sdk/client-lambda';
import type { Clock, Timer } from '../../clock.ts';
import { CheckpointTokens } from './checkpoint-tokens.ts';

/** An operation as it is kept, with what the service knows of it beside what it tells. */
export interface StoredOperation {
  readonly operation: Operation;
  /** When it last changed, in the execution's own count: tells what an invocation has not seen yet. */
  changed: number;
  deadlines: Deadline[];
  /** Of a callback: restarted by each heartbeat. */
  heartbeat?: { readonly seconds: number; deadline: Deadline };
}

export interface Deadline {
  /** Milliseconds of the clock's `elapsed`. */
  readonly due: number;
  /** When that will be, unless the clock is held or moved: what callers are told. */
  readonly date: Date;
  readonly fire: () => void;
  readonly timer: Timer;
}

export interface ExecutionIdentity {
  readonly arn: string;
  readonly name: string;
  readonly functionName: string;
  /** Qualified by the version that it runs to its end. */
  readonly functionArn: string;
  readonly version: string;
  /** JSON. */
  readonly input: string;
  readonly config: { readonly ExecutionTimeout: number; readonly RetentionPeriodInDays: number };
}

export type EndStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED';

/** One durable execution: its operations, its history, and how it ended. */
export class Execution {
  readonly identity: ExecutionIdentity;
  readonly started: Date;
  /** By id, in the order they were started; the first is the execution itself. */
  readonly operations = new Map<string, StoredOperation>();
  readonly history: Event[] = [];
  readonly tokens = new CheckpointTokens();
  /** Settles when the execution has ended, however. */
  readonly ended: Promise<void>;
  /** Fires when it has ended: for those who wait on its behalf. */
  readonly closing = new AbortController();
  status: ExecutionStatus = 'RUNNING';
  result: string | undefined;
  error: ErrorObject | undefined;
  endedAt: Date | undefined;
  /** An invocation is under way, or will be tried again: there is never a second one. */
  isDriven = false;
  /** What the invocation knows of, in the count of changes. */
  seen = 0;
  readonly #clock: Clock;
  readonly #root: StoredOperation;
  #changes = 0;
  #settle: () => void = () => undefined;

  constructor(identity: ExecutionIdentity, clock: Clock, rootId: string) {
    this.identity = identity;
    this.#clock = clock;
    this.started = clock.date();
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#root = this.add({
      Id: rootId,
      Type: 'EXECUTION',
      Status: 'STARTED',
      StartTimestamp: this.started,
      ExecutionDetails: { InputPayload: identity.input },
    });
    this.record('ExecutionStarted', this.#root.operation, {
      Input: { Payload: identity.input },
      ExecutionTimeout: identity.config.ExecutionTimeout,
    });
  }

  get hasEnded(): boolean {
    return this.status !== 'RUNNING';
  }

  add(operation: Operation): StoredOperation {
    const stored: StoredOperation = { operation, changed: 0, deadlines: [] };
    this.operations.set(operation.Id ?? '', stored);
    this.touch(stored);
    return stored;
  }

  touch(stored: StoredOperation): void {
    stored.changed = ++this.#changes;
  }

  /** What has changed since the invocation was last told; from now on it knows. */
  unseen(): StoredOperation[] {
    const found = [...this.operations.values()].filter(({ changed }) => changed > this.seen);
    this.seen = this.#changes;
    return found;
  }

  get hasUnseen(): boolean {
    return this.#changes > this.seen;
  }

  /** Runs `fire` after `seconds` of AWS's time, unless the operation is closed before. */
  schedule(stored: StoredOperation, seconds: number, fire: () => void): Deadline {
    const deadline: Deadline = {
      due: this.#clock.elapsed() + seconds * 1000,
      // A millisecond more: who asks at that very time shall not be too early.
      date: new Date(this.#clock.now() + this.#clock.milliseconds(seconds) + 1),
      fire,
      timer: this.#clock.after(seconds, () => this.#fire(stored, deadline)),
    };
    stored.deadlines.push(deadline);
    return deadline;
  }

  /** Who asks at the very moment when something is due shall be told of it, though its timer is a little late. */
  fireDue(): void {
    const now = this.#clock.elapsed();
    for (const stored of this.operations.values())
      for (const deadline of stored.deadlines) if (deadline.due <= now) this.#fire(stored, deadline);
  }

  cancel(stored: StoredOperation, deadline: Deadline): void {
    deadline.timer.cancel();
    stored.deadlines = stored.deadlines.filter((one) => one !== deadline);
  }

  /** Ends an operation: nothing is due for it any more. */
  close(stored: StoredOperation, status: NonNullable<Operation['Status']>): void {
    for (const deadline of stored.deadlines) this.cancel(stored, deadline);
    stored.operation.Status = status;
    stored.operation.EndTimestamp = this.#clock.date();
    this.touch(stored);
  }

  record(type: EventType, operation: Operation | undefined, details: object): void {
    const { Id, ParentId, Name, SubType } = operation ?? {};
    this.history.push({
      EventType: type,
      EventId: this.history.length + 1,
      EventTimestamp: this.#clock.date(),
      ...(Id === undefined ? {} : { Id }),
      ...(ParentId === undefined ? {} : { ParentId }),
      ...(Name === undefined ? {} : { Name }),
      ...(SubType === undefined ? {} : { SubType }),
      [`${type}Details`]: details,
    });
  }

  /** The first end is the end. */
  end(status: EndStatus, { result, error }: { result?: string; error?: ErrorObject } = {}): void {
    if (this.hasEnded) return;
    this.status = status;
    this.result = result;
    this.error = error;
    this.endedAt = this.#clock.date();
    for (const stored of this.operations.values())
      for (const deadline of stored.deadlines) this.cancel(stored, deadline);
    this.close(this.#root, status);
    this.tokens.revoke();
    const details = status === 'SUCCEEDED' ? { Result: { Payload: result } } : { Error: { Payload: error } };
    this.record(EVENT_OF_END[status], this.#root.operation, details);
    this.closing.abort();
    this.#settle();
  }

  #fire(stored: StoredOperation, deadline: Deadline): void {
    if (!stored.deadlines.includes(deadline)) return;
    this.cancel(stored, deadline);
    deadline.fire();
  }
}

const EVENT_OF_END: Readonly<Record<EndStatus, EventType>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  STOPPED: 'ExecutionStopped',
};
