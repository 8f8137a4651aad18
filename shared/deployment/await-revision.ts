import { type Attempt, note } from './attempt.ts';
import { Rejected } from './errors.ts';
import { pause } from './keep-turn.ts';
import { REVISION_LIMIT_SECONDS, revisionTimerSeconds } from './timing.ts';

/**
 * Waits until the provider has made what a rollout needs of a revision. Whoever interrupts the deployment meanwhile is seen
 * by the rollout itself, which has not begun.
 * @param step what its steps are named after
 * @throws Rejected where it came to nothing, or takes too long
 */
export async function awaitRevision(
  attempt: Attempt,
  revision: string,
  step: 'prepare' | 'restore:revive',
): Promise<void> {
  const { journal, target } = attempt;
  if (target.unfinished === undefined) return;
  for (let round = 1, passed = 0; ; round++) {
    const doing = await journal.step(`${step}:look-${round}`, async () => {
      const found = await target.unfinished?.(revision);
      if (found !== undefined && round === 1) await note(attempt, `${step}:unfinished`, found);
      // A journal keeps no undefined.
      return found ?? '';
    });
    if (doing === '') return;
    if (passed >= REVISION_LIMIT_SECONDS)
      throw new Rejected(`${doing}, for more than ${REVISION_LIMIT_SECONDS} s`);
    const seconds = revisionTimerSeconds(round);
    if (await pause(attempt, 'before', `${step}:wait-${round}`, seconds)) return;
    passed += seconds;
  }
}
