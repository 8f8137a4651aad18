import { type Attempt, type Conclusion, nameOf, note, sentence } from './attempt.ts';
import { bring } from './bring.ts';
import { markBroken } from './claim.ts';
import type { GoodRelease, Release } from './model.ts';
import type { Outcome } from './roll-out.ts';

/** Brings the good release back, proves it, and says why it had to. */
export async function restore(
  attempt: Attempt,
  failure: Extract<Outcome, { kind: 'bad' }>,
  good: GoodRelease | undefined,
  address: string | undefined,
): Promise<Conclusion> {
  const { journal, target, deployment } = attempt;
  const causes =
    failure.rollout === undefined
      ? []
      : await journal.step('diagnose', () => target.diagnose(failure.rollout ?? ''));
  const why = [`${sentence(failure.reason)}`, ...causes.map(sentence)].join(' ');
  if (failure.leave) return { verdict: 'failed', reason: `${why} Nothing was restored.` };
  if (good === undefined) {
    const reason = `${why} There is no good release on ${deployment.target} to go back to: deploy one that works.`;
    await journal.step('mark-broken', () => recordBroken(attempt, reason));
    return { verdict: 'failed', reason };
  }
  const found = await journal.step('restore:inspect', async () => {
    await note(attempt, 'restoring', `${nameOf(good)}, because: ${failure.reason}`);
    return target.inspect();
  });
  if (found.kind === 'refused') return { verdict: 'failed', reason: `${why} Not restored: ${found.reason}` };
  const { revision, digest } = good;
  const restored = await bring(attempt, 'restore', { revision, digest, since: found.since, address });
  if (restored.kind === 'good') {
    return {
      verdict: 'rolled-back',
      reason: `${why} Back on ${nameOf(good)}, proved.`,
      now: withoutHistory(good),
      ...(address ? { url: address } : {}),
    };
  }
  if (restored.leave)
    return { verdict: 'failed', reason: `${why} Not restored: ${sentence(restored.reason)}` };
  const reason = `${why} Going back to ${nameOf(good)} failed too: ${sentence(restored.reason)}`;
  await journal.step('mark-broken', () => recordBroken(attempt, reason));
  return { verdict: 'failed', reason };
}

async function recordBroken(attempt: Attempt, reason: string): Promise<void> {
  const { deployment, ports } = attempt;
  await ports.ledger.changeTarget(deployment.target, (state) => ({
    state: markBroken(state, reason),
    result: undefined,
  }));
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
