import { type Attempt, type Conclusion, messageOf, sentence } from './attempt.ts';
import { bring } from './bring.ts';
import { checkRelease } from './check-release.ts';
import { Rejected } from './errors.ts';
import { findGoodRelease, recordGood } from './good-release.ts';
import type { Ending } from './model.ts';
import type { Inspection, Journal, Ports } from './ports.ts';
import { awaitPredecessor, wakeFollower } from './predecessor.ts';
import { prepareRelease } from './prepare-release.ts';
import { shownAddress } from './probe-requests.ts';
import { refuseProbing } from './refuse-probing.ts';
import { restore } from './restore.ts';
import { runAfter, runBefore } from './run-tasks.ts';
import { awaitStartSlot } from './start-slot.ts';
import { endedEvent, startedEvent } from './story.ts';
import { giveTurnBack, takeTurn } from './turn.ts';

/**
 * One deployment, from its request to its verdict.
 *
 *   (in order: wait for the stage's target before) → take the target → inspect it → check the release → prepare it → run the
 *   tasks before → roll it out → prove it from outside → run the tasks after → verified
 *   and when any of these fails: restore the good release → prove that → rolled-back, or failed and marked broken
 *
 * It may be stopped and run again at any point: everything that has an effect is a step of the journal.
 */
export async function runDeployment(id: string, journal: Journal, ports: Ports): Promise<Ending> {
  const deployment = await journal.step('load', () => ports.ledger.deployment(id));
  const attempt: Attempt = { deployment, journal, ports, target: ports.target(deployment) };
  const stopped = await awaitPredecessor(attempt);
  if (stopped !== undefined) return end(attempt, stopped);
  await awaitStartSlot(deployment, journal, ports);
  const turn = await takeTurn(deployment, journal, ports);
  if (turn.kind === 'superseded') {
    return end(attempt, { verdict: 'superseded', reason: `Not rolled out: superseded by ${turn.by}.` });
  }
  if (turn.kind === 'rejected') {
    const rejected = await end(attempt, { verdict: 'rejected', reason: turn.reason });
    // It has nothing to give back, but somebody may have left the target to it.
    await journal.step('give-back', () => giveTurnBack(deployment, ports));
    return rejected;
  }
  let conclusion: Conclusion;
  try {
    conclusion = await deploy(attempt);
  } catch (error) {
    conclusion = { verdict: 'failed', reason: `Stopped by an error of its own: ${messageOf(error)}.` };
  }
  // The ending is on record before the target is free: whoever comes next finds it told.
  const ending = await end(attempt, conclusion);
  await journal.step('give-back', () => giveTurnBack(deployment, ports));
  return ending;
}

async function deploy(attempt: Attempt): Promise<Conclusion> {
  const { deployment, journal, ports } = attempt;
  const { release } = deployment;
  await journal.step('announce-start', () => ports.announceStart(startedEvent(deployment)));

  const found = await inspect(attempt);
  if (found.kind === 'refused') return { verdict: 'rejected', reason: found.reason };
  const unprovable = await refuseProbing(deployment, found, {
    probesInVpc: () => journal.step('probe-place', async () => (await ports.probesInVpc?.()) ?? false),
  });
  if (unprovable !== undefined) return { verdict: 'rejected', reason: unprovable };
  const problem = await checkRelease(attempt);
  if (problem !== undefined) return { verdict: 'rejected', reason: problem };
  const good = await findGoodRelease(attempt, found);

  let revision: string;
  try {
    revision = await prepareRelease(attempt);
  } catch (error) {
    // Nothing has been touched yet.
    return { verdict: 'rejected', reason: `Nothing was changed: ${messageOf(error)}.` };
  }

  const before = await runBefore(attempt, revision, found);
  if (before.kind === 'bad') {
    if (before.interruption) return restore(attempt, revision, before, good, found.addresses);
    return { verdict: 'failed', reason: `Nothing was rolled out: ${sentence(before.reason)}` };
  }

  const outcome = await bring(attempt, 'roll', {
    revision,
    digest: release.digest,
    since: found.since,
    release,
    addresses: found.addresses,
  });
  const proved = outcome.kind === 'good' ? await runAfter(attempt, revision, outcome) : outcome;
  if (proved.kind === 'good') {
    await journal.step('mark-good', () => recordGood(attempt, revision));
    const url = shownAddress(deployment.stage.health, found.addresses);
    return { verdict: 'verified', reason: proved.reason, ...(url === undefined ? {} : { url }) };
  }
  return restore(attempt, revision, proved, good, found.addresses);
}

/** What there is, or why it cannot be seen: nothing has been touched by then. */
async function inspect({ journal, target }: Attempt): Promise<Inspection> {
  try {
    return await journal.step('inspect', () => target.inspect());
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { kind: 'refused', reason: `Nothing was changed: ${sentence(messageOf(error))}` };
  }
}

async function end(attempt: Attempt, conclusion: Conclusion): Promise<Ending> {
  const { deployment, journal, ports } = attempt;
  return journal.step('end', async () => {
    const ending = await ports.ledger.end(deployment, { ...conclusion, endedAt: ports.now() });
    await ports.announceEnd(endedEvent(deployment, ending));
    await wakeFollower(attempt);
    await ports.ledger.forgetUnfinished(deployment.id);
    return ending;
  });
}
