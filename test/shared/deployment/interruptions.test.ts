import { describe, expect, it } from 'vitest';
import { askForTurn, leaveToken } from '../../../shared/deployment/claim.ts';
import { freeze, hold, rememberRolledBack, resume, unfreeze } from '../../../shared/deployment/gates.ts';
import { markGood } from '../../../shared/deployment/live.ts';
import type { Deployment, Ending } from '../../../shared/deployment/model.ts';
import { chooseGood, underWay } from '../../../shared/deployment/request-rollback.ts';
import { emptyTarget, type TargetState, type Turn } from '../../../shared/deployment/target-state.ts';
import { LEASE_MS, WAITING_ROLLBACK_MS } from '../../../shared/deployment/timing.ts';
import { runDeployment } from '../../../shared/deployment/workflow.ts';
import { FakeJournal, FakeWorld } from './fake-world.ts';

const deployment: Deployment = {
  ...{ id: 'web-prod-1', pipeline: 'web', target: 'ecs:here:web/web', kind: 'deploy', order: 5 },
  stage: {
    name: 'prod',
    target: { kind: 'ecs', cluster: 'web', service: 'web' },
    health: {
      ...{ path: '/', status: [200], consecutive: 3, intervalSeconds: 1 },
      ...{ timeoutSeconds: 5, limitSeconds: 60, bakeSeconds: 60 },
    },
    rolloutLimitSeconds: 120,
  },
  release: { repository: 'web', digest: 'sha256:1', image: 'host/web@sha256:1', commit: 'c1' },
  requestedBy: 'slack:mira',
  requestedAt: 1_000_000,
  configVersion: 1,
};
const good = (name: string, order: number) => ({
  ...{ repository: 'web', image: `host/web@${name}`, digest: name, revision: `rev-${name}` },
  ...{ deployment: `d-${name}`, order, verifiedAt: 0 },
});
const push = (name: string, order: number): Turn => ({ deployment: name, order, kind: 'deploy' });
const rollback = (name: string, order: number): Turn => ({ deployment: name, order, kind: 'rollback' });
const ask = (state: TargetState, turn: Turn, now = 0) => askForTurn(state, turn, now, LEASE_MS);

function run(world: FakeWorld): Promise<Ending> {
  world.state = markGood(world.state, { ...good('sha256:0', 1), revision: 'rev-0' });
  const journal = new FakeJournal(world);
  return journal.drive(() => runDeployment(deployment.id, journal, world.ports(deployment)));
}

/** Somebody asks for the target while the deployment waits for something. */
function asks(world: FakeWorld, during: string, turn: Turn): void {
  world.meanwhile.set(during, () => {
    world.state = ask(world.state, turn, world.now).state;
  });
}

describe('a deployment that is under way, when a rollback is asked for', () => {
  it('is stopped, ends superseded once the provider has gone back, and does not come again by itself', async () => {
    const world = new FakeWorld({ 'rev-1': 'hangs' });
    asks(world, 'roll:wait-1', rollback('back', 9));
    const ending = await run(world);
    expect(ending.verdict).toBe('superseded');
    expect(ending.reason).toBe('Stopped by the rollback back, asked for by slack:mira.');
    expect(world.rollouts).toMatchObject([{ revision: 'rev-1', stopped: true }]);
    expect(world.state.claim).toBeUndefined();
    expect(world.state.waitingRollback?.deployment).toBe('back');
  });

  it('ends at once while it bakes: there is nothing left to stop', async () => {
    const world = new FakeWorld();
    asks(world, 'roll:bake-1:wait-1', rollback('back', 9));
    expect((await run(world)).verdict).toBe('superseded');
    expect(world.rollouts).toMatchObject([{ stopped: false }]);
    expect(world.state.good.map(({ digest }) => digest)).toEqual(['sha256:0']);
  });

  it('is seen while it is probed: no part of that is long', async () => {
    const world = new FakeWorld({}, (revision) => revision !== 'rev-1');
    world.meanwhile.set('roll:probe', () => {
      world.state = ask(world.state, rollback('back', 9), world.now).state;
    });
    expect((await run(world)).verdict).toBe('superseded');
    expect(world.rollouts).toHaveLength(1);
  });

  it('leaves its own going back to it, and stops nothing there', async () => {
    const world = new FakeWorld({ 'rev-1': 'taken-back', 'rev-0': 'hangs' });
    asks(world, 'restore:wait-1', rollback('back', 9));
    const ending = await run(world);
    expect(ending.verdict).toBe('superseded');
    expect(ending.reason).toContain('was left to the rollback back');
    expect(world.rollouts.some(({ stopped }) => stopped)).toBe(false);
  });

  it('is let come to its end by a push that does not interrupt, and stopped by one that does', async () => {
    const queued = new FakeWorld();
    asks(queued, 'roll:wait-1', push('newer', 9));
    expect((await run(queued)).verdict).toBe('verified');
    const interrupted = new FakeWorld({ 'rev-1': 'hangs' });
    asks(interrupted, 'roll:wait-1', { ...push('newer', 9), interrupts: true });
    const ending = await run(interrupted);
    expect(ending.verdict).toBe('superseded');
    // It was overtaken, not found bad.
    expect(interrupted.state.rolledBack).toBeUndefined();
  });
});

describe('a rollback that waits', () => {
  const held = ask(emptyTarget, push('a', 1)).state;

  it('is passed by no push: that waits behind it', () => {
    const waits = ask(held, rollback('back', 5)).state;
    const pushed = ask(waits, push('p', 6));
    expect(pushed.result.kind).toBe('wait');
    const { claim: _, ...free } = pushed.state;
    expect(ask(free, push('p', 6), 1).result.kind).toBe('wait');
    expect(ask(free, rollback('back', 5), 1).result.kind).toBe('held');
    // Unless it has long not asked: then it is lost.
    expect(ask(free, push('p', 6), WAITING_ROLLBACK_MS + 1).result.kind).toBe('held');
  });

  it('supersedes what waits and is older', () => {
    const waits = leaveToken(ask(held, push('p', 2)).state, 'p', 'token-p', 0, LEASE_MS).state;
    const back = ask(waits, rollback('back', 5));
    expect(back.result).toMatchObject({ kind: 'wait', displaced: ['token-p'] });
    expect(ask(back.state, push('p', 2)).result.kind).toBe('superseded');
  });
});

describe('a gate', () => {
  it('that is frozen keeps pushes waiting, tells persons no, and lets rollbacks and the insistent pass', () => {
    const frozen = freeze(emptyTarget, { by: 'mira', since: 0, reason: 'party' });
    const waits = ask(frozen, push('p', 1));
    expect(waits.result).toMatchObject({
      kind: 'wait',
      gate: 'frozen by mira since 1970-01-01T00:00Z: party',
    });
    expect(ask(unfreeze(waits.state), push('p', 1)).result.kind).toBe('held');
    expect(ask(frozen, { ...push('q', 2), byHand: true }).result.kind).toBe('rejected');
    expect(ask(frozen, { ...push('q', 2), byHand: true, passesFreeze: true }).result.kind).toBe('held');
    expect(ask(frozen, rollback('back', 3)).result.kind).toBe('held');
  });

  it('that is held keeps pushes waiting until a person lets them, or something was verified', () => {
    const broken = hold(emptyTarget, 'it is', { deployment: 'd', since: 0 });
    expect(ask(broken, push('p', 1)).result).toMatchObject({
      kind: 'wait',
      gate: expect.stringContaining('held since'),
    });
    expect(ask(resume(broken), push('p', 1)).result.kind).toBe('held');
    expect(resume(broken).broken).toBe('it is');
    expect(ask(broken, { ...push('q', 2), byHand: true }).result.kind).toBe('held');
    expect(markGood(broken, good('x', 3))).not.toHaveProperty('held');
  });

  it('rejects what was rolled back, but not for a person; and forgets it once it was verified', () => {
    const state = rememberRolledBack(emptyTarget, 'x', 'd', 0);
    const again = { ...push('p', 9), digest: 'x' };
    expect(ask(state, again).result).toMatchObject({ kind: 'rejected' });
    expect(ask(state, { ...again, byHand: true }).result.kind).toBe('held');
    expect(markGood(state, good('x', 3)).rolledBack).toBeUndefined();
  });
});

describe('what a rollback goes back to', () => {
  const state = [good('one', 1), good('two', 2)].reduce(markGood, emptyTarget);
  const inFlight = (kind: Deployment['kind'], digest: string) => ({
    ...{ id: 'in-flight', kind },
    release: { repository: 'web', digest, image: digest },
  });

  it('is the release before the one that is live', () => {
    expect(chooseGood(state, undefined, 'web').digest).toBe('one');
  });

  it('is the one that is live while something else is on its way, or was left broken', () => {
    expect(chooseGood(state, undefined, 'web', inFlight('deploy', 'three')).digest).toBe('two');
    expect(chooseGood({ ...state, broken: 'it is' }, undefined, 'web').digest).toBe('two');
  });

  it('is the release before the live one for who has been told of an end, though the target is not given back yet', () => {
    const ending: Ending = { verdict: 'rolled-back', reason: 'It was bad.', endedAt: 1 };
    expect(underWay({ deployment })).toBe(deployment);
    expect(chooseGood(state, undefined, 'web', underWay({ deployment, ending })).digest).toBe('one');
  });

  it('is the same when it is asked for twice', () => {
    expect(chooseGood(state, undefined, 'web', inFlight('rollback', 'one')).digest).toBe('one');
  });
});
