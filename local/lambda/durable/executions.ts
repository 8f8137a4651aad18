import { randomUUID } from 'node:crypto';
import type { ErrorObject, OperationUpdate } from '@aws-sdk/client-lambda';
import type { Timer } from '../../clock.ts';
import { AwsError } from '../../gateway/service.ts';
import { functionArn } from '../arns.ts';
import type { Resolved } from '../functions/registry.ts';
import { Callbacks } from './callbacks.ts';
import { chain } from './chain.ts';
import { type DriverDeps, drive } from './driver.ts';
import { Execution, type StoredOperation } from './execution.ts';
import type { Machine } from './machine.ts';
import { applyUpdate } from './updates/apply-update.ts';
import { checkUpdates } from './updates/check-updates.ts';

/** What a DurableConfig without them has. Not documented in numbers. Seconds and days. */
const USUAL = { ExecutionTimeout: 86_400, RetentionPeriodInDays: 14 };
const SECONDS_PER_DAY = 86_400;
/** Ended ones that are remembered, however long they were to be: each holds all that it was given and did, about 35 KB. */
const KEPT_ENDED = 150;

/** The account's durable executions, those that run and those that are still remembered. */
export class Executions {
  readonly callbacks = new Callbacks();
  readonly #deps: DriverDeps;
  readonly #byArn = new Map<string, Machine>();
  readonly #timers = new Set<Timer>();
  /** The oldest first, each with what forgets it when its retention is over. */
  readonly #ended: { readonly execution: Execution; readonly over: Timer }[] = [];

  constructor(deps: DriverDeps) {
    this.#deps = deps;
  }

  /** Newest first. */
  list(): Execution[] {
    return [...this.#byArn.values()].map(({ execution }) => execution).reverse();
  }

  /** @throws AwsError ResourceNotFoundException */
  get(arn: string): Execution {
    return this.#machine(arn).execution;
  }

  /** As its own function asks for it, where AWS lists no ResourceNotFoundException. @throws AwsError InvalidParameterValueException */
  ownOf(arn: string): Execution {
    const execution = this.#byArn.get(arn)?.execution;
    if (!execution)
      throw new AwsError('InvalidParameterValueException', `Durable execution not found: ${arn}`);
    return execution;
  }

  /**
   * Starts an execution, or finds the one that was started so: a name stands for one execution of a function and one
   * payload, as long as it is remembered.
   * @throws AwsError InvalidParameterValueException, DurableExecutionAlreadyStartedException
   */
  start(
    { fn, version, qualifier }: Resolved,
    input: string,
    name: string = randomUUID(),
  ): { execution: Execution; isNew: boolean } {
    if (qualifier === undefined)
      throw new AwsError(
        'InvalidParameterValueException',
        'You cannot invoke a durable function using an unqualified ARN.',
      );
    const known = this.list().find(
      ({ identity }) => identity.functionName === fn.name && identity.name === name,
    );
    if (known && known.identity.input !== input)
      throw new AwsError(
        'DurableExecutionAlreadyStartedException',
        `A durable execution with the name ${name} has already been started with another payload.`,
        { status: 409 },
      );
    if (known) return { execution: known, isNew: false };
    const qualified = functionArn(this.#deps.account, fn.name, version.version);
    const id = randomUUID();
    const execution = new Execution(
      {
        arn: `${qualified}/durable-execution/${name}/${id}`,
        name,
        functionName: fn.name,
        functionArn: qualified,
        version: version.version,
        input,
        config: {
          ExecutionTimeout: version.settings.durable?.ExecutionTimeout ?? USUAL.ExecutionTimeout,
          RetentionPeriodInDays:
            version.settings.durable?.RetentionPeriodInDays ?? USUAL.RetentionPeriodInDays,
        },
      },
      this.#deps.clock,
      id,
    );
    const machine = this.#machineOf(execution);
    this.#byArn.set(execution.identity.arn, machine);
    this.#limit(execution);
    machine.wake();
    return { execution, isNew: true };
  }

  /** Applies a checkpoint, all of it or nothing. @throws AwsError InvalidParameterValueException */
  checkpoint(arn: string, updates: readonly OperationUpdate[]): void {
    const machine = this.#machine(arn);
    checkUpdates(machine.execution, updates);
    for (const update of updates) applyUpdate(machine, update);
  }

  stop(arn: string, error: ErrorObject | undefined): Execution {
    const execution = this.get(arn);
    execution.end('STOPPED', error ? { error } : {});
    return execution;
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    // Nobody is told of it: it only lets go of all that waits.
    for (const { execution } of this.#byArn.values()) execution.end('STOPPED');
  }

  #machine(arn: string): Machine {
    const machine = this.#byArn.get(arn);
    if (!machine)
      throw new AwsError('ResourceNotFoundException', `Durable execution not found: ${arn}`, { status: 404 });
    return machine;
  }

  #machineOf(execution: Execution): Machine {
    const { clock } = this.#deps;
    const machine: Machine = {
      clock,
      execution,
      wake: () => {
        drive(this.#deps, execution).catch((error: unknown) => {
          console.error(`local cloud: ${execution.identity.arn} cannot go on:`, error);
          execution.end('FAILED', { error: { ErrorType: 'LocalCloudError', ErrorMessage: String(error) } });
        });
      },
      newCallback: (stored: StoredOperation) => this.callbacks.add(machine, stored),
      chain: (name, payload, done) => {
        void chain({ ...this.#deps, executions: this }, execution, name, payload).then((end) => {
          if (end && !execution.hasEnded) done(end);
        });
      },
    };
    return machine;
  }

  #limit(execution: Execution): void {
    const { ExecutionTimeout, RetentionPeriodInDays } = execution.identity.config;
    const timeout = this.#after(ExecutionTimeout, () =>
      execution.end('TIMED_OUT', {
        error: { ErrorType: 'ExecutionTimedOut', ErrorMessage: 'The durable execution timed out.' },
      }),
    );
    void execution.ended.then(() => {
      timeout.cancel();
      this.#timers.delete(timeout);
      const over = this.#after(RetentionPeriodInDays * SECONDS_PER_DAY, () => this.#forget(execution));
      this.#ended.push({ execution, over });
      const oldest = this.#ended.length > KEPT_ENDED ? this.#ended.shift() : undefined;
      if (!oldest) return;
      oldest.over.cancel();
      this.#timers.delete(oldest.over);
      this.#forget(oldest.execution);
    });
  }

  #forget(execution: Execution): void {
    this.#byArn.delete(execution.identity.arn);
    this.callbacks.forget(({ machine }) => machine.execution === execution);
    const at = this.#ended.findIndex((one) => one.execution === execution);
    if (at >= 0) this.#ended.splice(at, 1);
  }

  #after(seconds: number, action: () => void): Timer {
    const timer = this.#deps.clock.after(seconds, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
    return timer;
  }
}
