import type { Fault } from '../../local/faults/fault.ts';
import { parseFault } from '../../local/faults/text.ts';

/** `SLIPWAY_TEST_FAULTS`: faults in which all scenarios run, as `--fault` has them, with `;` between them. */
export function faultsAsked(): Fault[] {
  const texts = (process.env.SLIPWAY_TEST_FAULTS ?? '').split(';').filter((text) => text.trim() !== '');
  return texts.map((text) => parseFault(text.trim()));
}

/** Whether events come at all: those of AWS's services, and Slipway's own. */
export function eventsCome(): boolean {
  return !faultsAsked().some(({ kind }) => kind === 'lose-events');
}

/** Whether lists come in pages of a few items, the histories of executions too: reading one takes many calls then. */
export function pagesAreSmall(): boolean {
  return faultsAsked().some(({ kind }) => kind === 'pages');
}

/** Whether calls take longer than usual, by their latency or as they are tried again: events and timers come in another order then. */
export function callsAreSlow(): boolean {
  return faultsAsked().some(({ kind }) => kind === 'latency' || kind === 'throttle');
}

/**
 * How long to wait for what takes at most so long where nothing is wrong: `SLIPWAY_TEST_PATIENCE` says how many times
 * longer everything may take.
 */
export function patience(milliseconds: number): number {
  const times = Number(process.env.SLIPWAY_TEST_PATIENCE ?? 1);
  if (!(times >= 1)) throw new Error(`SLIPWAY_TEST_PATIENCE must be a number from 1, not ${times}`);
  return milliseconds * times;
}
