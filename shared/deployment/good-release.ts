import { type Attempt, nameOf, note, type Ready } from './attempt.ts';
import { forgetNewer, markGood } from './live.ts';
import type { GoodRelease } from './model.ts';
import { proveHealth } from './prove-health.ts';

/**
 * The release that a failure goes back to: the last one verified here. On a target that Slipway has not verified yet
 * it is what runs now, if that passes its health check: what was never good is never gone back to.
 */
export async function findGoodRelease(attempt: Attempt, found: Ready): Promise<GoodRelease | undefined> {
  const { deployment, journal, ports } = attempt;
  const state = await journal.step('good-release', () => ports.ledger.target(deployment.target));
  const [good] = state.good;
  if (good !== undefined || found.settled === undefined) return good;
  const { revision, release } = found.settled;
  const { addresses } = found;
  const health = await proveHealth(attempt, 'baseline', { revision, release: undefined, addresses });
  if (health.kind === 'bad') return undefined;
  return journal.step('adopt', async () => {
    const adopted = { ...release, revision, deployment: 'baseline', order: 0, verifiedAt: ports.now() };
    await ports.ledger.changeTarget(deployment.target, (now) => ({
      state: now.good.length > 0 ? now : markGood(now, adopted),
      result: undefined,
    }));
    await note(
      attempt,
      'adopted',
      `${revision} ran here before and answers: it is what a failure goes back to`,
    );
    return adopted;
  });
}

/** Writes down that the deployment's release was verified. */
export async function recordGood(attempt: Attempt, revision: string): Promise<void> {
  const { deployment, ports } = attempt;
  const { release, order, id, kind } = deployment;
  const now = ports.now();
  const good = { ...release, revision, deployment: id, order, verifiedAt: now };
  await ports.ledger.changeTarget(deployment.target, (state) => ({
    state: markGood(kind === 'rollback' ? forgetNewer(state, release.digest, id, now) : state, good),
    result: undefined,
  }));
  await note(attempt, 'verified', `${nameOf(release)} is the good release of ${deployment.target}`);
}
