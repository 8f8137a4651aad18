import { AwsError } from '../../gateway/service.ts';
import type { Resolved } from '../functions.ts';

export interface ErrorObject {
  readonly ErrorType?: string;
  readonly ErrorMessage?: string;
  readonly ErrorData?: string;
  readonly StackTrace?: readonly string[];
}

/** An operation as the checkpoint API shows it. Dates become ISO 8601 in the invocation's payload. */
export interface Operation {
  readonly Id: string;
  readonly ParentId?: string;
  readonly Name?: string;
  readonly Type: 'EXECUTION' | 'CONTEXT' | 'STEP' | 'WAIT' | 'CALLBACK' | 'CHAINED_INVOKE';
  readonly SubType?: string;
  readonly StartTimestamp: Date;
  EndTimestamp?: Date;
  Status: 'STARTED' | 'PENDING' | 'READY' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT' | 'STOPPED';
  ExecutionDetails?: { readonly InputPayload: string };
  ContextDetails?: { ReplayChildren?: boolean; Result?: string; Error?: ErrorObject };
  StepDetails?: { Attempt: number; NextAttemptTimestamp?: Date; Result?: string; Error?: ErrorObject };
  WaitDetails?: { readonly ScheduledEndTimestamp: Date };
  CallbackDetails?: { readonly CallbackId: string; Result?: string; Error?: ErrorObject };
  ChainedInvokeDetails?: { Result?: string; Error?: ErrorObject };
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED';

const ENDED: ReadonlySet<Operation['Status']> = new Set([
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
  'STOPPED',
]);

export function hasEnded(operation: Operation): boolean {
  return ENDED.has(operation.Status);
}

/** One durable execution: its operations and how far it has come. */
export class Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  readonly resolved: Resolved;
  readonly started: Date;
  readonly operations = new Map<string, Operation>();
  status: ExecutionStatus = 'RUNNING';
  result: string | undefined;
  error: ErrorObject | undefined;
  ended: Date | undefined;
  /** Operations that the running invocation has not been told of. */
  readonly changed = new Set<string>();
  /** Ends everything that waits, when the execution ends. */
  readonly timers = new Map<string, { cancel(): void }>();
  readonly #finished = Promise.withResolvers<void>();
  #tokens = 0;

  constructor(arn: string, name: string, input: string, resolved: Resolved, started: Date) {
    this.arn = arn;
    this.name = name;
    this.input = input;
    this.resolved = resolved;
    this.started = started;
    this.operations.set(name, {
      Id: name,
      Type: 'EXECUTION',
      Status: 'STARTED',
      StartTimestamp: started,
      ExecutionDetails: { InputPayload: input },
    });
  }

  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  get token(): string {
    return Buffer.from(`${this.arn} ${this.#tokens}`).toString('base64');
  }

  /** Makes every token given out before worthless: at each checkpoint, and at each invocation. */
  renewToken(): string {
    this.#tokens++;
    return this.token;
  }

  /** @throws AwsError when a process that was thought dead, or is late, writes with an old token */
  checkToken(token: string | undefined): void {
    if (token !== this.token) {
      throw new AwsError(
        'InvalidParameterValueException',
        'Invalid Checkpoint Token: it has been used, or is of an earlier invocation',
      );
    }
  }

  /** An operation by its id. @throws AwsError InvalidParameterValueException */
  operation(id: string): Operation {
    const operation = this.operations.get(id);
    if (!operation) throw new AwsError('InvalidParameterValueException', `there is no operation ${id}`);
    return operation;
  }

  touch(operation: Operation): void {
    this.operations.set(operation.Id, operation);
    this.changed.add(operation.Id);
  }

  /** What has changed since this was last asked. */
  takeChanges(): Operation[] {
    const changes = [...this.changed].flatMap((id) => this.operations.get(id) ?? []);
    this.changed.clear();
    return changes;
  }

  end(status: ExecutionStatus, outcome: { result?: string; error?: ErrorObject }, now: Date): void {
    if (this.status !== 'RUNNING') return;
    this.status = status;
    this.result = outcome.result;
    this.error = outcome.error;
    this.ended = now;
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
    this.#finished.resolve();
  }
}
