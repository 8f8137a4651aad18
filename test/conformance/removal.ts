import { setTimeout as sleep } from 'node:timers/promises';
import { type Kind, StillThere } from './made/kind.ts';
import { roles } from './made/roles.ts';
import type { Patience } from './patience.ts';

/** Something that a run has made, or was about to. */
export interface Made {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * Removes these, one after the other, and each again while something still uses it or it is on its way. What cannot be
 * removed holds back only what it needs to end, and roles: it acts under them.
 *
 * @param told is called for each before it is tried
 * @returns why those are left that are
 */
export async function removeAll(
  made: readonly Made[],
  patience: Patience,
  told: (one: Made) => void = () => undefined,
): Promise<Error[]> {
  const failures: Error[] = [];
  const kept = new Set<Kind>();
  for (const one of made.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    if (kept.has(one.kind)) {
      failures.push(new Error(`${nameOf(one)}: kept for what is left`));
      continue;
    }
    told(one);
    await removed(one, patience).catch((cause) => {
      failures.push(new Error(`${nameOf(one)}: ${cause}`, { cause }));
      for (const needed of [roles, ...(one.kind.needs ?? [])]) kept.add(needed);
    });
  }
  return failures;
}

/** What needs other things goes first, roles last. */
function placeOf({ kind }: Made): number {
  if (kind === roles) return 2;
  return kind.needs === undefined ? 1 : 0;
}

export const nameOf = ({ kind, name }: Made): string => `${kind.what} ${name}`;

async function removed({ kind, name }: Made, { everyMs, limitMs }: Patience): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      await kind.remove(name);
      return;
    } catch (error) {
      if (!(error instanceof Error && passes(error)) || Date.now() > end) throw error;
      await sleep(everyMs);
    }
  }
}

/** Names of errors that end by themselves: in use, changed by somebody else just now, too many calls, a bad moment. */
const PASSING =
  /InUse|Conflict|Contains|InProgress|Concurrent|Dependency|Throttl|TooMany|RequestLimit|Unavailable|Internal|Timeout|Temporarily/;

/** The same, told by services that have one name for all that they refuse. */
const PASSING_WORDS = /_IN_PROGRESS|cannot be (stopped|deleted) while|since it has targets/;

/** Codes of a network that was gone for a moment. */
const PASSING_CODES = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)/;

function passes(error: Error & { code?: unknown; $metadata?: { httpStatusCode?: number } }): boolean {
  return (
    error instanceof StillThere ||
    PASSING.test(error.name) ||
    PASSING_WORDS.test(error.message) ||
    (typeof error.code === 'string' && PASSING_CODES.test(error.code)) ||
    (error.$metadata?.httpStatusCode ?? 0) >= 500
  );
}
