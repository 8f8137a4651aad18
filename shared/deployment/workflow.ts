import { forgetNewer, markBroken, markGood } from './claim.ts';
import { Rejected } from './errors.ts';
import type { Deployment, Ending, GoodRelease, Release } from './model.ts';
import type { Inspection, Journal, Ports, Target } from './ports.ts';
import { proveHealth } from './prove-health.ts';
import { type Outcome, rollOut } from './roll-out.ts';
import { endedEvent, startedEvent } from './story.ts';
import { giveTurnBack, takeTurn } from './turn.ts';

/**
 * One deployment, from its request to its verdict.
 *
 *   take the target → inspect it → prepare the release → roll it out → prove it from outside → verified
 *   and when any of these fails: restore the good release → prove that → rolled-back, or failed and marked broken
 *
 * It may be stopped and run again at any point: everything that has an effect is a step of the journal.
 */
export async function runDeployment(id: string, journal: Journal, ports: Ports): Promise<Ending> {
  const deployment = await journal.step('load', () => ports.ledger.deployment(id));
  const story: Story = { deployment, journal, ports, target: ports.target(deployment) };
  const turn = await takeTurn(deployment, journal, ports);
  if (turn.kind === 'superseded') {
    return end(story, { verdict: 'superseded', reason: `Not rolled out: superseded by ${turn.by}.` });
  }
  let conclusion: Conclusion;
  try {
    conclusion = await deploy(story);
  } catch (error) {
    conclusion = { verdict: 'failed', reason: `Stopped by an error of its own: ${messageOf(error)}.` };
  }
  // The ending is on record before the target is free: whoever comes next finds it told.
  const ending = await end(story, conclusion);
  await journal.step('give-back', () => giveTurnBack(deployment, ports));
  return ending;
}

interface Story {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly ports: Ports;
  readonly target: Target;
}

type Conclusion = Omit<Ending, 'endedAt'>;
type Ready = Extract<Inspection, { kind: 'ready' }>;

async function deploy(story: Story): Promise<Conclusion> {
  const { deployment, journal, ports, target } = story;
  const { release } = deployment;
  await journal.step('announce-start', () => ports.announceStart(startedEvent(deployment)));

  const found = await journal.step('inspect', () => target.inspect());
  if (found.kind === 'refused') return { verdict: 'rejected', reason: found.reason };
  const address = addressOf(deployment, found);
  const good = await findGoodRelease(story, found, address);

  let revision: string;
  try {
    revision = await journal.step('prepare', async () => {
      const made = await target.prepare(release, deployment.id);
      await note(story, 'prepared', `${made} with ${release.digest}`);
      return made;
    });
  } catch (error) {
    // Nothing has been touched yet.
    return { verdict: 'rejected', reason: `Nothing was changed: ${messageOf(error)}.` };
  }

  const outcome = await bring(story, 'roll', {
    revision,
    digest: release.digest,
    since: found.since,
    address,
  });
  if (outcome.kind === 'good') {
    await journal.step('mark-good', () => recordGood(story, revision));
    return { verdict: 'verified', reason: outcome.reason, ...(address ? { url: address } : {}) };
  }
  return restore(story, outcome, good, address);
}

interface Bringing {
  readonly revision: string;
  readonly digest: string;
  readonly since: string | undefined;
  readonly address: string | undefined;
}

/** Rolls a revision out and proves it from outside. */
async function bring(story: Story, phase: 'roll' | 'restore', bringing: Bringing): Promise<Outcome> {
  const { deployment, address } = { ...story, ...bringing };
  const rolled = await rollOut(story, phase, bringing);
  if (rolled.kind === 'bad') return rolled;
  if (address === undefined) {
    return {
      kind: 'good',
      reason: `${rolled.reason} It has no load balancer: judged by the provider's health alone.`,
    };
  }
  const health = await proveHealth(story, phase, address, deployment.stage.health);
  if (health.kind === 'good') return { kind: 'good', reason: `${rolled.reason} ${health.reason}` };
  return { ...health, ...(rolled.rollout === undefined ? {} : { rollout: rolled.rollout }) };
}

/**
 * The release that a failure goes back to: the last one verified here. On a target that Slipway has not verified yet
 * it is what runs now, if that answers its health check: what was never good is never gone back to.
 */
async function findGoodRelease(
  story: Story,
  found: Ready,
  address: string | undefined,
): Promise<GoodRelease | undefined> {
  const { deployment, journal, ports } = story;
  const state = await journal.step('good-release', () => ports.ledger.target(deployment.target));
  const [good] = state.good;
  if (good !== undefined || found.settled === undefined) return good;
  const { revision, release } = found.settled;
  if (address !== undefined) {
    const health = await proveHealth(story, 'baseline', address, deployment.stage.health);
    if (health.kind === 'bad') return undefined;
  }
  return journal.step('adopt', async () => {
    const adopted = { ...release, revision, deployment: 'baseline', order: 0, verifiedAt: ports.now() };
    await ports.ledger.changeTarget(deployment.target, (now) => ({
      state: now.good.length > 0 ? now : markGood(now, adopted),
      result: undefined,
    }));
    await note(
      story,
      'adopted',
      `${revision} ran here before and answers: it is what a failure goes back to`,
    );
    return adopted;
  });
}

/** Brings the good release back, proves it, and says why it had to. */
async function restore(
  story: Story,
  failure: Extract<Outcome, { kind: 'bad' }>,
  good: GoodRelease | undefined,
  address: string | undefined,
): Promise<Conclusion> {
  const { journal, target, deployment } = story;
  const causes =
    failure.rollout === undefined
      ? []
      : await journal.step('diagnose', () => target.diagnose(failure.rollout ?? ''));
  const why = [`${sentence(failure.reason)}`, ...causes.map(sentence)].join(' ');
  if (failure.leave) return { verdict: 'failed', reason: `${why} Nothing was restored.` };
  if (good === undefined) {
    const reason = `${why} There is no good release on ${deployment.target} to go back to: deploy one that works.`;
    await journal.step('mark-broken', () => recordBroken(story, reason));
    return { verdict: 'failed', reason };
  }
  const found = await journal.step('restore:inspect', async () => {
    await note(story, 'restoring', `${nameOf(good)}, because: ${failure.reason}`);
    return target.inspect();
  });
  if (found.kind === 'refused') return { verdict: 'failed', reason: `${why} Not restored: ${found.reason}` };
  const { revision, digest } = good;
  const restored = await bring(story, 'restore', { revision, digest, since: found.since, address });
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
  await journal.step('mark-broken', () => recordBroken(story, reason));
  return { verdict: 'failed', reason };
}

async function end(story: Story, conclusion: Conclusion): Promise<Ending> {
  const { deployment, journal, ports } = story;
  return journal.step('end', async () => {
    const ending = await ports.ledger.end(deployment, { ...conclusion, endedAt: ports.now() });
    await ports.announceEnd(endedEvent(deployment, ending));
    return ending;
  });
}

async function recordGood(story: Story, revision: string): Promise<void> {
  const { deployment, ports } = story;
  const { release, order, id, kind } = deployment;
  const good = { ...release, revision, deployment: id, order, verifiedAt: ports.now() };
  await ports.ledger.changeTarget(deployment.target, (state) => ({
    state: markGood(kind === 'rollback' ? forgetNewer(state, release.digest) : state, good),
    result: undefined,
  }));
  await note(story, 'verified', `${nameOf(release)} is the good release of ${deployment.target}`);
}

async function recordBroken(story: Story, reason: string): Promise<void> {
  const { deployment, ports } = story;
  await ports.ledger.changeTarget(deployment.target, (state) => ({
    state: markBroken(state, reason),
    result: undefined,
  }));
}

function note({ deployment, ports }: Story, step: string, detail: string): Promise<void> {
  return ports.ledger.note(deployment.id, { step, at: ports.now(), detail });
}

function addressOf(deployment: Deployment, found: Ready): string | undefined {
  return deployment.stage.health.url ?? found.url;
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

/** How a release is called in a sentence. */
function nameOf(release: Release): string {
  return release.commit ? `commit ${release.commit.slice(0, 7)}` : release.digest.slice(0, 19);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function messageOf(error: unknown): string {
  if (error instanceof Rejected) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}`.replace(/\.$/, '') : String(error);
}
