import type { EventSeverity } from '@aws-sdk/client-elastic-beanstalk';
import type { Context } from '../context.ts';
import type { Ended, Environment, Operation } from '../environments/environment.ts';
import { look } from '../health/watch.ts';

/** What goes wrong in an operation and is told in its events: the operation ends with it. */
export class OperationFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperationFailed';
  }
}

/** One operation on an environment, as the code that carries it out sees it. */
export interface Run {
  readonly context: Context;
  readonly environment: Environment;
  readonly operation: Operation;
  /** Fires when somebody asked for the operation's end, or the environment is to be no more. */
  readonly signal: AbortSignal;
  tell(message: string, severity?: EventSeverity): void;
}

export function beginOperation(
  context: Context,
  environment: Environment,
  {
    requestId,
    kind,
    abortable = false,
  }: Pick<Operation, 'requestId' | 'kind'> & { readonly abortable?: boolean },
): Run {
  const abort = new AbortController();
  const operation: Operation = { requestId, kind, startedAt: context.clock.elapsed(), abort, abortable };
  environment.operation = operation;
  return {
    context,
    environment,
    operation,
    signal: AbortSignal.any([abort.signal, environment.ending.signal]),
    tell: (message, severity) => environment.tell(message, severity, requestId),
  };
}

/** The environment is Ready again, whatever came of it. */
export function endOperation(
  { context, environment, operation }: Run,
  failed: boolean,
  kind: Ended['kind'] = operation.kind,
): void {
  environment.operation = undefined;
  environment.ended = {
    kind,
    failed,
    startedAt: operation.startedAt,
    endedAt: context.clock.elapsed(),
  };
  if (environment.ending.signal.aborted) return;
  environment.become('Ready');
  look(context, environment);
}

/** Carries an operation out in the background. What it throws beyond what it handles is a bug, and is told. */
export function inBackground(run: Run, work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    if (run.environment.ending.signal.aborted) return;
    console.error(`local cloud: ${run.environment.name} failed:`, error);
    run.tell(`The local cloud failed: ${error instanceof Error ? error.message : error}`, 'ERROR');
    endOperation(run, true);
  });
}
