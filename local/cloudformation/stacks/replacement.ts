import { isDeepStrictEqual } from 'node:util';
import type { Properties, ResourceProvider } from '../provider.ts';

/** Names of the properties that differ. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

export const needsReplacement = (
  provider: ResourceProvider,
  before: Properties,
  after: Properties,
): boolean => changedProperties(before, after).some((name) => provider.replaceOn.includes(name));
