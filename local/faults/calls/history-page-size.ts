import type { Faults } from '../faults.ts';

/**
 * The most operations that come with an invocation of a durable function, where small pages are forced on all calls
 * or on those of GetDurableExecutionState, which brings the rest. AWS does not say how many it sends.
 */
export function historyPageSize(faults: Faults): number | undefined {
  const sizes = faults
    .of('pages')
    .filter(
      ({ fault: { service, operation, caller } }) =>
        caller === undefined &&
        (service ?? 'lambda') === 'lambda' &&
        (operation ?? 'GetDurableExecutionState') === 'GetDurableExecutionState',
    )
    .filter((active) => active.strikes());
  return sizes.length === 0 ? undefined : Math.min(...sizes.map(({ fault }) => fault.size));
}
