import { type Attempt, type Conclusion, messageOf, nameOf, note, sentence } from './attempt.ts';
import { awaitRevision } from './await-revision.ts';
import { bring } from './bring.ts';
import { mergeCauses, tellCauses, writeCauses } from './causes.ts';
import { HELD_HELP, hold, rememberRolledBack } from './gates.ts';
import { describe, type Interruption } from './keep-turn.ts';
import { markBroken } from './live.ts';
import type { GoodRelease, Release } from './model.ts';
import type { Address } from './ports.ts';
import { shownAddress } from './probe-requests.ts';
import type { Outcome } from './rolling.ts';
import type { TargetState } from './target-state.ts';

type Failure = Extract<Outcome, { kind: 'bad' }>;

/**
 * Brings the good release back, proves it, and says why it had to.
 * @param failed the revision that is no good
 */
export async function restore(
  attempt: Attempt,
  failed: string,
  failure: Failure,
  good: GoodRelease | undefined,
  addresses: readonly Address[] | undefined,
): Promise<Conclusion> {
  const { journal, target, deployment } = attempt;
  if (failure.interruption) return makeWay(attempt, failure.interruption);
  const why = await explain(attempt, 'diagnose', failure);
  if (failure.leave) return { verdict: 'failed', reason: `${why} Nothing was restored.` };
  // Before anything else: whoever takes this up after a crash has to know that the release was no good.
  if (good?.digest !== deployment.release.digest)
    await journal.step('remember', () => rememberBad(attempt, deployment.id));
  if (good === undefined) {
    const reason = `${why} There is no good release on ${deployment.target} to go back to: deploy one that works.`;
    // Not held: there is nothing that the next push could spoil.
    await journal.step('mark-broken', () => change(attempt, (state) => markBroken(state, reason)));
    return { verdict: 'failed', reason };
  }
  if (good.revision === failed) return giveUp(attempt, `${why} It is itself the good release.`);
  const found = await journal.step('restore:inspect', async () => {
    await note(attempt, 'restoring', `${nameOf(good)}, because: ${failure.reason}`);
    return target.inspect();
  });
  if (found.kind === 'refused') return giveUp(attempt, `${why} Not restored: ${sentence(found.reason)}`);
  let revision: string;
  try {
    revision = await journal.step('restore:revive', () => target.revive(good, deployment.id));
    await awaitRevision(attempt, revision, 'restore:revive');
  } catch (error) {
    return giveUp(attempt, `${why} Not restored: ${sentence(messageOf(error))}`);
  }
  const { digest } = good;
  const restored = await bring(attempt, 'restore', {
    ...{ revision, digest, since: found.since },
    release: good,
    addresses,
    failed: { revision: failed, ...(failure.rollout === undefined ? {} : { rollout: failure.rollout }) },
  });
  if (restored.kind === 'good') {
    const url = shownAddress(deployment.stage.health, addresses);
    return {
      verdict: 'rolled-back',
      reason: `${why} Back on ${nameOf(good)}, proved.`,
      now: withoutHistory(good),
      ...(url === undefined ? {} : { url }),
    };
  }
  if (restored.interruption) {
    const reason = `${why} Going back to ${nameOf(good)} was left to ${describe(restored.interruption)}.`;
    return { verdict: 'superseded', reason };
  }
  const whyNot = await explain(attempt, 'restore:diagnose', restored);
  if (restored.leave) return { verdict: 'failed', reason: `${why} Not restored: ${whyNot}` };
  return giveUp(attempt, `${why} Going back to ${nameOf(good)} failed too: ${whyNot}`);
}

/** What went wrong and why: what was seen while it did, and what can still be seen. All of it is in the trail. */
async function explain(
  attempt: Attempt,
  step: string,
  { reason, rollout, causes }: Failure,
): Promise<string> {
  const { journal, target } = attempt;
  if (rollout === undefined) return sentence(reason);
  const all = await journal.step(step, async () => {
    const merged = mergeCauses(causes, await target.diagnose(rollout));
    if (merged.length > 0) await note(attempt, step, writeCauses(merged));
    return merged;
  });
  return [reason, ...tellCauses(all)].map(sentence).join(' ');
}

/** Somebody else goes on from here. What a rollback stopped is not to come back by itself. */
async function makeWay(attempt: Attempt, interruption: Interruption): Promise<Conclusion> {
  const { deployment, journal, ports } = attempt;
  if (interruption.kind === 'rollback' && deployment.kind === 'deploy') {
    await journal.step('remember', async () => {
      const { release } = await ports.ledger.deployment(interruption.deployment);
      if (release.digest !== deployment.release.digest) await rememberBad(attempt, interruption.deployment);
    });
  }
  return { verdict: 'superseded', reason: `Stopped by ${describe(interruption)}.` };
}

/** Nothing loops: what happens next is for a person to say. */
async function giveUp(attempt: Attempt, why: string): Promise<Conclusion> {
  const { deployment, journal, ports } = attempt;
  const reason = `${why} The target is broken and held: ${HELD_HELP}.`;
  await journal.step('mark-broken', () => {
    const held = { deployment: deployment.id, since: ports.now() };
    return change(attempt, (state) => hold(state, why, held));
  });
  return { verdict: 'failed', reason, held: true };
}

function rememberBad(attempt: Attempt, by: string): Promise<void> {
  const { deployment, ports } = attempt;
  const now = ports.now();
  return change(attempt, (state) => rememberRolledBack(state, deployment.release.digest, by, now));
}

/** Changes the target's state; only inside a step. */
async function change(
  { deployment, ports }: Attempt,
  to: (state: TargetState) => TargetState,
): Promise<void> {
  await ports.ledger.changeTarget(deployment.target, (state) => ({ state: to(state), result: undefined }));
}

function withoutHistory({
  revision: _r,
  deployment: _d,
  order: _o,
  verifiedAt: _v,
  ...release
}: GoodRelease): Release {
  return release;
}
