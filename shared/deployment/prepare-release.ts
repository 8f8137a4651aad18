import { type Attempt, note } from './attempt.ts';
import { awaitRevision } from './await-revision.ts';
import { summaryOf } from './plan.ts';

/**
 * Makes what is to be rolled, and says in the trail what that changes. A deployment takes the stage's settings of its
 * time. A rollback takes the revision that was verified, as it was: that image with other settings was never good.
 * @returns the revision's name
 */
export async function prepareRelease(attempt: Attempt): Promise<string> {
  const { deployment, journal, ports, target } = attempt;
  const { id, kind, release } = deployment;
  const revision = await journal.step('prepare', async () => {
    const { good } = kind === 'rollback' ? await ports.ledger.target(deployment.target) : { good: [] };
    const back = good.find(({ digest }) => digest === release.digest);
    const planned = back
      ? `back to ${back.revision} as it was verified, whatever slipway.yml says of it today`
      : summaryOf(await target.plan(release));
    await note(attempt, 'planned', planned);
    const made = back ? await target.revive(back, id) : await target.prepare(release, id);
    await note(attempt, 'prepared', `${made} with ${release.digest}`);
    return made;
  });
  await awaitRevision(attempt, revision, 'prepare');
  return revision;
}
