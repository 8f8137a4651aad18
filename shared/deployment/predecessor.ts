import { type Attempt, type Conclusion, note, sentence } from './attempt.ts';
import type { Ending } from './model.ts';
import { predecessorTimerSeconds, TURN_LIMIT_MS } from './timing.ts';

/**
 * Where the stage is rolled in order: waits until the deployment before this one has ended. Nothing where that one is
 * verified, or there is none; else how this one ends, without having touched anything.
 */
export async function awaitPredecessor(attempt: Attempt): Promise<Conclusion | undefined> {
  const { deployment, journal, ports } = attempt;
  const { after, requestedAt } = deployment;
  if (after === undefined) return undefined;
  for (let round = 1; ; round++) {
    // First the token, then the look: an end between the two wakes a wait that is already open.
    const wait = await journal.openWait(`after:wait-${round}`, predecessorTimerSeconds(round));
    const seen = await journal.step(`after:look-${round}`, async () => {
      const ending = await ports.ledger.awaitEnding(after, wait.token);
      if (ending === undefined) {
        if (round === 1) await note(attempt, 'queued', `goes on when ${after} is verified`);
        return ports.now() - requestedAt > TURN_LIMIT_MS ? 'too long' : 'not yet';
      }
      await note(attempt, 'followed', `${after} ended ${ending.verdict}`);
      return ending;
    });
    if (seen === 'too long') {
      const reason = `Not rolled out: ${after}, which comes before it in this stage, did not end within ${TURN_LIMIT_MS / (24 * 3_600_000)} days.`;
      return { verdict: 'rejected', reason };
    }
    if (seen !== 'not yet') return conclusionAfter(after, seen);
    await wait.ended();
  }
}

function conclusionAfter(before: string, { verdict, reason }: Ending): Conclusion | undefined {
  if (verdict === 'verified') return undefined;
  return {
    verdict: verdict === 'superseded' ? 'superseded' : 'rejected',
    reason: `Not rolled out: ${before}, which comes before it in this stage, ended ${verdict}: ${sentence(reason)}`,
  };
}

/** Wakes the deployment that waits for the end of this one. Only once the end is on record. */
export async function wakeFollower({ deployment, ports }: Attempt): Promise<void> {
  if (deployment.stage.oneOf === undefined) return;
  const token = await ports.ledger.followerOf(deployment.id);
  if (token !== undefined) await ports.wake(token);
}
