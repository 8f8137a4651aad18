import type { Coming, Interceptor } from '../../events/index.ts';
import type { FaultOf } from '../fault.ts';
import type { Faults } from '../faults.ts';

const KINDS = ['lose-events', 'delay-events', 'double-events', 'reorder-events'] as const;
type EventFault = FaultOf<(typeof KINDS)[number]>;

/** Loses, delays, repeats and reorders events between the bus and its rules. */
export function eventFaults(faults: Faults): Interceptor {
  return (event) => {
    let coming: readonly Coming[] = [{ event, seconds: 0 }];
    for (const active of faults.of(...KINDS)) {
      const { fault } = active;
      if (!event.source.startsWith(fault.source ?? '')) continue;
      if (fault.detailType !== undefined && fault.detailType !== event['detail-type']) continue;
      if (active.strikes()) coming = changed(fault, coming, active.struck);
    }
    return coming;
  };
}

function changed(fault: EventFault, coming: readonly Coming[], struck: number): readonly Coming[] {
  switch (fault.kind) {
    case 'lose-events':
      return [];
    case 'double-events':
      return Array.from({ length: fault.copies }, () => coming).flat();
    case 'delay-events':
      return later(coming, fault.seconds);
    case 'reorder-events':
      return struck % 2 === 1 ? later(coming, fault.seconds) : coming;
  }
}

function later(coming: readonly Coming[], seconds: number): Coming[] {
  return coming.map((one) => ({ ...one, seconds: one.seconds + seconds }));
}
