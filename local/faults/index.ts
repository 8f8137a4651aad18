import type { Clock } from '../clock.ts';
import type { createEvents } from '../events/index.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { createLambda } from '../lambda/index.ts';
import { CallFaults } from './calls/call-faults.ts';
import { missingOperation } from './calls/missing-operation.ts';
import { eventFaults } from './events/event-faults.ts';
import type { Faults } from './faults.ts';
import { FunctionFaults } from './functions/function-faults.ts';

export { Faults } from './faults.ts';
export { TaskFaults } from './tasks/task-faults.ts';

/** Lets the faults strike in a cloud: at its gateway, on its buses and in its functions; in tasks they strike by `TaskFaults`. */
export function plantFaults(
  faults: Faults,
  {
    clock,
    events,
    gateway,
    lambda,
  }: {
    clock: Clock;
    events: Pick<ReturnType<typeof createEvents>, 'intercept'>;
    gateway: Gateway;
    lambda: Pick<ReturnType<typeof createLambda>, 'processes' | 'onInvocation'>;
  },
): void {
  faults.check((fault) => missingOperation(fault, gateway.operations));
  gateway.intercept(new CallFaults(faults, gateway, clock));
  gateway.intercept(new FunctionFaults(faults, lambda));
  events.intercept(eventFaults(faults));
}
