import type { Parameters } from './parameters.ts';

/** What the operations work on. */
export interface Context {
  readonly parameters: Parameters;
}
