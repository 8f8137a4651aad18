import { createHash } from 'node:crypto';
import { DOTS, isSecret } from '../deployment/mask.ts';

/** A value as it is compared, and as it is shown. */
export interface Fact {
  readonly is: string;
  readonly shown: string;
}

export type Facts = Readonly<Record<string, string | Fact | undefined>>;

/** @param path the names on the way to it: they tell whether it is to be shown */
export function fact(path: readonly string[], value: string): Fact {
  const shown = isSecret(path, value) ? DOTS : value || '""';
  return { is: JSON.stringify(value), shown };
}

/** Enough to see that two contents differ. */
export function hash(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 7);
}
