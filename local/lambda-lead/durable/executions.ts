import { randomUUID } from 'node:crypto';
import type { OperationUpdate } from '@aws-sdk/client-lambda';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import type { InvocationResult } from '../environment.ts';
import type { FunctionRegistry, Resolved } from '../functions.ts';
import type { Invoker } from '../invoker.ts';
import { applyUpdate, completeOperation, type Effects, heartbeatKey } from './checkpoint.ts';
import { type ErrorObject, Execution, hasEnded, type Operation } from './execution.ts';

/** Between two tries of an invocation that was cut short, in seconds of AWS's time; it grows to the last one. */
const RETRY_SECONDS = [1, 2, 5, 10, 20];

/** What a durable function answers to an invocation. */
interface DurableAnswer {
  readonly Status?: 'SUCCEEDED' | 'FAILED' | 'PENDING';
  readonly Result?: string;
  readonly Error?: ErrorObject;
}

interface ExecutionDeps {
  readonly registry: FunctionRegistry;
  readonly invoker: Invoker;
  readonly clock: Clock;
}

/**
 * Durable executions: a function is invoked with what it has done so far, does the next of it, and is invoked again when
 * what it waits for has come. A cut invocation is run again. Invocations of one execution never overlap.
 */
export class Executions {
  readonly #deps: ExecutionDeps;
  readonly #byArn = new Map<string, Execution>();
  readonly #byName = new Map<string, Execution>();
  /** Those whose function runs, and whether it is to run once more after that. */
  readonly #running = new Map<Execution, { again: boolean }>();
  #closed = false;

  constructor(deps: ExecutionDeps) {
    this.#deps = deps;
  }

  list(): Execution[] {
    return [...this.#byArn.values()];
  }

  /** @throws AwsError ResourceNotFoundException */
  get(arn: string): Execution {
    const execution = this.#byArn.get(arn);
    if (!execution)
      throw new AwsError('ResourceNotFoundException', `Durable execution not found: ${arn}`, { status: 404 });
    return execution;
  }

  /**
   * Starts an execution; the same one again for the same name and payload.
   * @throws AwsError DurableExecutionAlreadyStartedException for the same name with another payload
   */
  start(resolved: Resolved, input: string, name: string = randomUUID()): Execution {
    const { fn, version, settings } = resolved;
    const key = `${fn.name} ${name}`;
    const known = this.#byName.get(key);
    if (known) {
      if (known.input === input) return known;
      throw new AwsError(
        'DurableExecutionAlreadyStartedException',
        `${name} has been started with another payload`,
        {
          status: 409,
          members: { Type: 'User' },
        },
      );
    }
    const { clock } = this.#deps;
    const arn = `${fn.arn}:${version}/durable-execution/${name}/${randomUUID()}`;
    const execution = new Execution(arn, name, input, resolved, clock.date());
    this.#byArn.set(arn, execution);
    this.#byName.set(key, execution);
    const limit = settings.durable?.executionTimeout ?? 0;
    this.#later(execution, 'execution', limit, () =>
      execution.end(
        'TIMED_OUT',
        { error: { ErrorType: 'Execution.Timeout', ErrorMessage: 'Execution timed out' } },
        clock.date(),
      ),
    );
    this.wake(execution);
    return execution;
  }

  checkpoint(
    arn: string,
    token: string | undefined,
    updates: readonly OperationUpdate[],
  ): { token: string; changes: Operation[] } {
    const execution = this.get(arn);
    execution.checkToken(token);
    if (execution.status !== 'RUNNING')
      throw new AwsError('InvalidParameterValueException', `the execution has ${execution.status}`);
    for (const update of updates) applyUpdate(execution, update, this.#deps.clock, this.#effects);
    return { token: execution.renewToken(), changes: execution.takeChanges() };
  }

  /** @throws AwsError CallbackTimeoutException when it is over */
  completeCallback(id: string, outcome: { Result: string } | { Error: ErrorObject }): void {
    const { execution, operation } = this.#callback(id);
    completeOperation(
      execution,
      operation,
      'Error' in outcome ? 'FAILED' : 'SUCCEEDED',
      outcome,
      this.#deps.clock,
    );
    this.wake(execution);
  }

  heartbeat(id: string): void {
    const { execution, operation } = this.#callback(id);
    const key = [...execution.timers.keys()].find((one) => one.startsWith(`${operation.Id} heartbeat `));
    if (key === undefined) return;
    const seconds = Number(key.split(' ').at(-1));
    execution.timers.get(key)?.cancel();
    this.#later(execution, heartbeatKey(operation.Id, seconds), seconds, () => {
      const timedOut = { ErrorType: 'Callback.Heartbeat', ErrorMessage: 'Callback timed out on heartbeat' };
      completeOperation(execution, operation, 'TIMED_OUT', { Error: timedOut }, this.#deps.clock);
    });
  }

  stop(arn: string, error: ErrorObject | undefined): Date {
    const now = this.#deps.clock.date();
    this.get(arn).end('STOPPED', error ? { error } : {}, now);
    return now;
  }

  close(): void {
    this.#closed = true;
    for (const execution of this.list()) for (const timer of execution.timers.values()) timer.cancel();
  }

  /** Invokes the function once more, now or when it has answered. */
  wake(execution: Execution): void {
    const running = this.#running.get(execution);
    if (running) {
      running.again = true;
      return;
    }
    if (this.#closed || execution.status !== 'RUNNING') return;
    const state = { again: false };
    this.#running.set(execution, state);
    this.#run(execution, state)
      .catch((error: unknown) =>
        console.error(`local cloud: the durable execution ${execution.name} failed:`, error),
      )
      .finally(() => this.#running.delete(execution));
  }

  async #run(execution: Execution, state: { again: boolean }): Promise<void> {
    for (let cut = 0; execution.status === 'RUNNING' && !this.#closed; ) {
      state.again = false;
      const answer = await this.#invoke(execution);
      if (answer === undefined) {
        await this.#deps.clock.wait(RETRY_SECONDS[Math.min(cut, RETRY_SECONDS.length - 1)] ?? 1);
        cut++;
        continue;
      }
      cut = 0;
      const now = this.#deps.clock.date();
      if (answer.Status === 'SUCCEEDED') execution.end('SUCCEEDED', { result: answer.Result ?? '' }, now);
      else if (answer.Status === 'FAILED')
        execution.end('FAILED', answer.Error ? { error: answer.Error } : {}, now);
      else if (!state.again) return;
    }
  }

  /** One invocation with all that is known; undefined when it was cut short. */
  async #invoke(execution: Execution): Promise<DurableAnswer | undefined> {
    const updated = execution.takeChanges().map(({ Id }) => Id);
    const payload = {
      DurableExecutionArn: execution.arn,
      CheckpointToken: execution.renewToken(),
      InitialExecutionState: { Operations: [...execution.operations.values()] },
      UpdatedOperationIds: updated,
    };
    let result: InvocationResult;
    try {
      result = await this.#deps.invoker.invoke(execution.resolved, JSON.stringify(payload));
    } catch (error) {
      // Throttled: as good as cut short.
      if (error instanceof AwsError) return undefined;
      throw error;
    }
    if (result.functionError !== undefined) return undefined;
    return JSON.parse(result.payload) as DurableAnswer;
  }

  #callback(id: string): { execution: Execution; operation: Operation } {
    const [arn, operationId] = parseCallbackId(id);
    const execution = this.get(arn);
    const operation = execution.operation(operationId);
    if (execution.status !== 'RUNNING' || hasEnded(operation)) {
      throw new AwsError('CallbackTimeoutException', 'The callback has been completed or has timed out', {
        members: { Type: 'User' },
      });
    }
    return { execution, operation };
  }

  readonly #effects: Effects = {
    later: (execution, key, seconds, action) => this.#later(execution, key, seconds, action),
    wake: (execution) => this.wake(execution),
    invoke: (execution, operation, functionName, payload) => {
      this.#invokeOther(functionName, payload).then((outcome) => {
        if (hasEnded(operation) || execution.status !== 'RUNNING') return;
        completeOperation(
          execution,
          operation,
          'Error' in outcome ? 'FAILED' : 'SUCCEEDED',
          outcome,
          this.#deps.clock,
        );
        this.wake(execution);
      });
    },
  };

  /** Another function's answer, durable or not. Never rejects. */
  async #invokeOther(
    functionName: string,
    payload: string,
  ): Promise<{ Result: string } | { Error: ErrorObject }> {
    try {
      const resolved = this.#deps.registry.resolve(functionName);
      if (resolved.settings.durable) {
        const other = this.start(resolved, payload);
        await other.finished;
        return other.status === 'SUCCEEDED'
          ? { Result: other.result ?? '' }
          : { Error: other.error ?? { ErrorType: other.status } };
      }
      const result = await this.#deps.invoker.invoke(resolved, payload);
      if (result.functionError === undefined) return { Result: result.payload };
      const { errorType, errorMessage } = JSON.parse(result.payload) as {
        errorType?: string;
        errorMessage?: string;
      };
      return { Error: { ErrorType: errorType ?? 'Error', ErrorMessage: errorMessage ?? '' } };
    } catch (error) {
      const { name, message } = error as Error;
      return { Error: { ErrorType: name, ErrorMessage: message } };
    }
  }

  #later(execution: Execution, key: string, seconds: number, action: () => void): void {
    const timer = this.#deps.clock.after(seconds, () => {
      execution.timers.delete(key);
      if (execution.status !== 'RUNNING') return;
      action();
      this.wake(execution);
    });
    execution.timers.set(key, timer);
  }
}

function parseCallbackId(id: string): [arn: string, operation: string] {
  try {
    const [arn, operation] = JSON.parse(Buffer.from(id, 'base64').toString()) as [string, string];
    return [arn, operation];
  } catch (cause) {
    throw new AwsError('InvalidParameterValueException', 'The callback id is not one of ours', { cause });
  }
}
