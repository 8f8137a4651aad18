import { ConnectionCut, type Interceptor } from '../../gateway/interceptor.ts';
import type { Call } from '../../gateway/service.ts';
import type { createLambda } from '../../lambda/index.ts';
import type { ActiveFault } from '../active-fault.ts';
import { fitsCall } from '../calls/fits-call.ts';
import type { FaultOf } from '../fault.ts';
import type { Faults } from '../faults.ts';

type Crash = ActiveFault<FaultOf<'crash-function'>>;

/** Kills functions at their calls of AWS. */
export class FunctionFaults implements Interceptor {
  readonly #faults: Faults;
  readonly #lambda: Pick<ReturnType<typeof createLambda>, 'processes'>;

  constructor(faults: Faults, lambda: Pick<ReturnType<typeof createLambda>, 'processes' | 'onInvocation'>) {
    this.#faults = faults;
    this.#lambda = lambda;
    lambda.onInvocation(({ functionName, pid }) => {
      for (const active of this.#faults.of('crash-function'))
        if (
          active.fault.atInvocation !== undefined &&
          functionName.includes(active.fault.function) &&
          strikes(active)
        )
          process.kill(pid, 'SIGKILL');
    });
  }

  /** @throws ConnectionCut where the one that calls is dead */
  before(call: Call): void {
    if (this.#crash('before', call)) throw new ConnectionCut();
  }

  after(call: Call): void {
    // The effect was there: it is answered, to nobody.
    this.#crash('after', call);
  }

  #crash(phase: 'before' | 'after', call: Call): boolean {
    const functionName = functionOf(call);
    const struck = this.#faults
      .of('crash-function')
      .filter((active) => fits(active.fault, phase, call, functionName) && strikes(active));
    if (struck.length === 0) return false;
    for (const running of this.#lambda.processes())
      if (running.functionName === functionName) process.kill(running.pid, 'SIGKILL');
    return true;
  }
}

/** A function's session has the function's name. */
function functionOf({ caller }: Call): string {
  return caller.roleArn === undefined ? '' : (caller.arn.split('/').at(-1) ?? '');
}

function fits(fault: Crash['fault'], phase: 'before' | 'after', call: Call, functionName: string): boolean {
  if (fault.atInvocation !== undefined || fault.when !== phase) return false;
  if (!functionName.includes(fault.function)) return false;
  return fault.beforeCheckpoint === undefined
    ? fitsCall({ service: fault.service, operation: fault.operation }, call)
    : call.operation === 'CheckpointDurableExecution';
}

function strikes(active: Crash): boolean {
  const { every, times, atCall, beforeCheckpoint, atInvocation } = active.fault;
  return active.strikes(() => {
    if (every !== undefined) return active.met % every === 0;
    // Killed once, unless more is asked for: its next try has to get on.
    if (times === undefined && active.struck > 0) return false;
    return active.met >= (atCall ?? beforeCheckpoint ?? atInvocation ?? 1);
  });
}
