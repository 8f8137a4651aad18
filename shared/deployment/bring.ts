import { type Attempt, note } from './attempt.ts';
import { pause } from './keep-turn.ts';
import type { Release } from './model.ts';
import type { Address } from './ports.ts';
import { proveAside, proveHealth } from './prove-health.ts';
import { rollOut } from './roll-out.ts';
import type { Failed, Outcome } from './rolling.ts';
import type { Arrival } from './rollout.ts';

export interface Bringing {
  readonly revision: string;
  readonly digest: string;
  readonly since: string | undefined;
  /** Whose version must answer. */
  readonly release: Release;
  readonly addresses: readonly Address[] | undefined;
  /** Of a restoration. */
  readonly failed?: Failed;
}

/** Rolls a revision out, part by part where the provider goes so, and proves it from outside. */
export async function bring(
  attempt: Attempt,
  phase: 'roll' | 'restore',
  bringing: Bringing,
): Promise<Outcome> {
  let done: string | undefined;
  for (let part = 1; ; part++) {
    const what = { ...bringing, phase, part, ...(done === undefined ? {} : { done }) };
    const rolled = await rollOut(attempt, what);
    if (rolled.kind === 'bad') return rolled;
    const { rollout } = rolled;
    const health =
      rolled.kind === 'good'
        ? await proveArrived(attempt, phase, { ...bringing, ...rolled })
        : await proveAside(attempt, `${phase}-aside`, { ...bringing, addresses: rolled.at });
    if (health.kind === 'bad') return { ...health, ...(rollout === undefined ? {} : { rollout }) };
    if (rolled.kind === 'good') return { kind: 'good', reason: `${rolled.reason} ${health.reason}` };
    done = rollout;
  }
}

/**
 * Proves what users get. Where names have just moved, it is asked first where no resolver has a say, so that what is bad goes
 * at once; and a verdict waits until the old answers of resolvers have run out.
 */
async function proveArrived(
  attempt: Attempt,
  phase: 'roll' | 'restore',
  { at, settleSeconds, ...bringing }: Bringing & Arrival,
): Promise<Outcome> {
  const arrived = { ...bringing, addresses: at ?? bringing.addresses };
  if (settleSeconds === undefined) return proveHealth(attempt, phase, arrived);
  const moved = await proveAside(attempt, `${phase}-moved`, arrived);
  if (moved.kind === 'bad') return moved;
  await attempt.journal.step(`${phase}-moved:settling`, () =>
    note(
      attempt,
      `${phase}:settling`,
      `the verdict waits for ${settleSeconds} s: so long DNS may lead users to where they were`,
    ),
  );
  // A newer push is no reason to leave: it would go where users still are.
  const stopped = await pause(attempt, 'restore', `${phase}-moved:settle`, settleSeconds);
  return stopped ?? proveHealth(attempt, phase, arrived);
}
