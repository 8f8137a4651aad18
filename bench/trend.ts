import { median } from './statistics.ts';

/** What may go up and down by itself: in parts of the value, and in the value's own unit. */
export interface Noise {
  readonly share: number;
  readonly absolute: number;
}

/** How much more there is in the last quarter than in the second one: the first is for warming up. */
export function growthOf(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4);
  return median(values.slice(-quarter)) - median(values.slice(quarter, 2 * quarter));
}

/** Whether a value went up by more than noise. */
export function grows(values: readonly number[], { share, absolute }: Noise): boolean {
  const quarter = Math.floor(values.length / 4);
  return growthOf(values) > Math.max(absolute, share * median(values.slice(quarter, 2 * quarter)));
}
