import type { Clock } from '../clock.ts';
import type { createEvents } from '../events/index.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { CallFaults } from './calls/call-faults.ts';
import { missingOperation } from './calls/missing-operation.ts';
import { eventFaults } from './events/event-faults.ts';
import type { Faults } from './faults.ts';

export { Faults } from './faults.ts';

/** Lets the faults strike in a cloud: at its gateway and on its buses. */
export function plantFaults(
  faults: Faults,
  {
    clock,
    events,
    gateway,
  }: {
    clock: Clock;
    events: Pick<ReturnType<typeof createEvents>, 'intercept'>;
    gateway: Gateway;
  },
): void {
  faults.check((fault) => missingOperation(fault, gateway.operations));
  gateway.intercept(new CallFaults(faults, gateway, clock));
  events.intercept(eventFaults(faults, clock));
}
