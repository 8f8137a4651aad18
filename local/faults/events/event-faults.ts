import type { Clock } from '../../clock.ts';
import type { Interceptor } from '../../events/index.ts';
import type { FaultOf } from '../fault.ts';
import type { Faults } from '../faults.ts';

const KINDS = ['lose-events', 'delay-events', 'double-events', 'reorder-events'] as const;
type EventFault = FaultOf<(typeof KINDS)[number]>;

type Coming = ReturnType<Interceptor>;

/** Loses, delays, repeats and reorders events between the bus and its rules. */
export function eventFaults(faults: Faults, clock: Clock): Interceptor {
  return (event) => {
    let coming: Coming = [{ event, delayMs: 0 }];
    for (const active of faults.of(...KINDS)) {
      const { fault } = active;
      if (!event.source.startsWith(fault.source ?? '')) continue;
      if (fault.detailType !== undefined && fault.detailType !== event['detail-type']) continue;
      if (active.strikes()) coming = changed(fault, coming, clock, active.struck);
    }
    return coming;
  };
}

function changed(fault: EventFault, coming: Coming, clock: Clock, struck: number): Coming {
  switch (fault.kind) {
    case 'lose-events':
      return [];
    case 'double-events':
      return Array.from({ length: fault.copies }, () => coming).flat();
    case 'delay-events':
      return later(coming, clock.milliseconds(fault.seconds));
    case 'reorder-events':
      return struck % 2 === 1 ? later(coming, clock.milliseconds(fault.seconds)) : coming;
  }
}

function later(coming: Coming, milliseconds: number): Coming {
  return coming.map((one) => ({ ...one, delayMs: one.delayMs + milliseconds }));
}
