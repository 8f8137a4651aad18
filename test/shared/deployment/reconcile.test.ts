import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askForTurn, leaveToken } from '../../../shared/deployment/claim.ts';
import { rememberRolledBack } from '../../../shared/deployment/gates.ts';
import { markGood } from '../../../shared/deployment/live.ts';
import type { Deployment, Ending } from '../../../shared/deployment/model.ts';
import { type ExecutionState, type ReconcilePorts, reconcile } from '../../../shared/deployment/reconcile.ts';
import { emptyTarget, type TargetState } from '../../../shared/deployment/target-state.ts';
import type { Untold } from '../../../shared/deployment/tell-untold.ts';
import {
  ENDED_FOR_GOOD_MS,
  NEWS_FOR_MS,
  STARTS_WITHIN_MS,
  TOLD_WITHIN_MS,
} from '../../../shared/deployment/timing.ts';

const LEASE = 900_000;
const BEGAN = 1_700_000_000_000;

const dead: Deployment = {
  ...{ id: 'web-prod-abc1234-00000000', pipeline: 'web', target: 'target', kind: 'deploy', order: 5 },
  stage: {
    name: 'prod',
    target: { kind: 'ecs', cluster: 'web', service: 'web' },
    health: {
      ...{ path: '/', status: [200], consecutive: 3, intervalSeconds: 1 },
      ...{ timeoutSeconds: 5, limitSeconds: 60, bakeSeconds: 0 },
    },
    rolloutLimitSeconds: 120,
  },
  release: { repository: 'web', digest: 'new', image: 'host/web@new' },
  requestedBy: 'push of abc1234',
  requestedAt: BEGAN,
  configVersion: 1,
};
const good = {
  ...{ repository: 'web', digest: 'old', image: 'host/web@old', revision: 'web:1', deployment: 'before' },
  ...{ order: 1, verifiedAt: 0 },
};
const failed: ExecutionState = { kind: 'ended', how: 'it failed with Error', at: BEGAN };

/** A ledger and executions in memory. It fails at the n-th call of anything, once. */
class Records {
  now = BEGAN + STARTS_WITHIN_MS + ENDED_FOR_GOOD_MS;
  /** Calls until it fails. */
  failsAfter = Number.POSITIVE_INFINITY;
  state: TargetState = markGood(emptyTarget, good);
  readonly executions = new Map<string, ExecutionState>();
  readonly deployments = new Map<string, Deployment>();
  readonly unfinished = new Set<string>();
  readonly endings = new Map<string, Ending>();
  readonly launched: string[] = [];
  readonly woken = new Set<string>();
  readonly told = new Set<string>();
  untold: Untold[] = [];
  readonly forgotten: string[] = [];
  steps: string[] = ['claimed', 'roll:started'];
  add(deployment: Deployment, execution: ExecutionState): void {
    this.deployments.set(deployment.id, deployment);
    this.unfinished.add(deployment.id);
    this.executions.set(deployment.id, execution);
  }

  readonly ports: ReconcilePorts = {
    now: () => this.now,
    launch: (id) => this.#call(() => void this.launched.push(id)),
    wake: (token) => this.#call(() => void this.woken.add(token)),
    announceEnd: ({ deployment }) => this.#call(() => void this.told.add(deployment)),
    // Images have a test of their own.
    config: async () => ({ version: 1, pipelines: [] }),
    newestImage: async () => undefined,
    orderOfCommit: async () => undefined,
    targetKey: () => 'target',
    tell: ({ about }) => this.#call(() => this.told.size < this.told.add(about).size),
    execution: (id) => this.#call(() => this.executions.get(id) ?? { kind: 'none' }),
    ledger: {
      addDeployment: (deployment) =>
        this.#call(() => {
          if (this.deployments.has(deployment.id)) return false;
          this.add(deployment, { kind: 'running' });
          return true;
        }),
      deployment: (id) => this.#call(() => this.#found(id)),
      findDeployment: async (id) => this.deployments.get(id),
      unfinished: () => this.#call(() => [...this.unfinished].map((id) => this.#found(id))),
      forgetUnfinished: (id) => this.#call(() => void this.unfinished.delete(id)),
      untold: () => this.#call(() => [...this.untold]),
      forgetUntold: (id) => this.#call(() => void this.forgotten.push(id)),
      record: (id) =>
        this.#call(() => {
          const ending = this.endings.get(id);
          const trail = this.steps.map((step) => ({ step, at: BEGAN, detail: '' }));
          return { deployment: this.#found(id), trail, ...(ending ? { ending } : {}) };
        }),
      end: ({ id }, ending) =>
        this.#call(() => {
          const kept = this.endings.get(id) ?? ending;
          this.endings.set(id, kept);
          return kept;
        }),
      followerOf: () => this.#call(() => undefined),
      target: () => this.#call(() => this.state),
      changeTarget: (_, change) =>
        this.#call(() => {
          const { state, result } = change(this.state);
          this.state = state;
          return result;
        }),
    },
  };

  #found(id: string): Deployment {
    const found = this.deployments.get(id);
    if (found === undefined) throw new Error(`no deployment ${id}`);
    return found;
  }

  async #call<Result>(effect: () => Result): Promise<Result> {
    const isLast = --this.failsAfter === 0;
    const result = effect();
    // Its effect is there, and nobody learns of it.
    if (isLast) throw new Error('the function was killed');
    return result;
  }
}

function heldByDead(): Records {
  const records = new Records();
  records.add(dead, failed);
  const turn = { deployment: dead.id, order: dead.order, kind: 'deploy' as const };
  records.state = askForTurn(records.state, turn, BEGAN, LEASE).state;
  return records;
}

describe('what is reconciled', () => {
  it('is nothing that is under way, or may be still', async () => {
    const records = heldByDead();
    records.executions.set(dead.id, { kind: 'running' });
    expect(await reconcile(records.ports)).toMatchObject({ ended: [], launched: [] });
    // It has only just ended: an invocation of it may still be at work.
    records.executions.set(dead.id, { kind: 'ended', how: 'somebody stopped it', at: records.now - 1000 });
    expect(await reconcile(records.ports)).toMatchObject({ ended: [] });
    expect(records.state.claim?.deployment).toBe(dead.id);
  });

  it('a deployment that was never started: it is started', async () => {
    const records = new Records();
    records.add(dead, { kind: 'none' });
    records.steps = [];
    expect(await reconcile(records.ports)).toMatchObject({ launched: [dead.id], ended: [] });
  });

  it('a deployment that died while it went back: its follow-up goes back, and does not roll the bad release again', async () => {
    const records = heldByDead();
    records.state = rememberRolledBack(records.state, 'new', dead.id, BEGAN);
    const { followedBy } = await reconcile(records.ports);
    const next = records.deployments.get(followedBy[0] ?? '');
    expect(next).toMatchObject({ kind: 'rollback', release: { digest: 'old' }, follows: dead.id });
  });

  it('the tasks of a deployment that had begun to roll are not run again', async () => {
    const records = heldByDead();
    const migrate = { name: 'migrate', command: ['migrate'], timeoutSeconds: 60 };
    records.deployments.set(dead.id, { ...dead, stage: { ...dead.stage, before: [migrate] } });
    const { followedBy } = await reconcile(records.ports);
    expect(records.deployments.get(followedBy[0] ?? '')?.stage.before).toBeUndefined();
  });

  it('a follow-up that died as well: the target is held, and nothing follows', async () => {
    const records = heldByDead();
    records.deployments.set(dead.id, { ...dead, follows: 'an earlier one' });
    expect(await reconcile(records.ports)).toMatchObject({ ended: [dead.id], followedBy: [] });
    expect(records.endings.get(dead.id)).toMatchObject({ verdict: 'failed', held: true });
    expect(records.state).toMatchObject({ held: { deployment: dead.id } });
    expect(records.state.claim).toBeUndefined();
  });

  it('a deployment that died when its ending was on record: what that leads to is done', async () => {
    const records = heldByDead();
    const ending: Ending = { verdict: 'verified', reason: 'It answers.', endedAt: BEGAN };
    records.endings.set(dead.id, ending);
    expect(await reconcile(records.ports)).toMatchObject({ ended: [], followedBy: [], failures: [] });
    expect(records.endings.get(dead.id)).toBe(ending);
    expect(records.told.has(dead.id)).toBe(true);
    expect(records.unfinished.has(dead.id)).toBe(false);
    expect(records.state.claim).toBeUndefined();
  });

  it('ends that nobody was told of, once their event must have come, and while they are news', async () => {
    const records = new Records();
    const untold = (about: string, age: number): Untold => ({
      ...{ about, since: records.now - age, detailType: 'Deployment Ended', detail: {} },
    });
    records.untold = [
      untold('on its way', TOLD_WITHIN_MS - 1),
      untold('lost', TOLD_WITHIN_MS),
      untold('old', NEWS_FOR_MS + 1),
      untold('being told', NEWS_FOR_MS),
    ];
    records.told.add('being told');
    expect(await reconcile(records.ports)).toMatchObject({ told: ['lost'], failures: [] });
    expect(records.told.has('on its way')).toBe(false);
    expect(records.forgotten).toEqual(['old']);
  });

  it('one end that cannot be told keeps no other from it', async () => {
    const records = new Records();
    records.untold = ['a', 'b'].map((about) => ({
      about,
      since: BEGAN,
      detailType: 'Build Ended',
      detail: {},
    }));
    records.now += TOLD_WITHIN_MS;
    // The list of those that are unfinished, that of the untold, and then the first of them.
    records.failsAfter = 3;
    expect(await reconcile(records.ports)).toMatchObject({
      told: ['b'],
      failures: ['a: the function was killed'],
    });
  });

  it('comes to the same, wherever it is killed and however often it runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 14 }), { maxLength: 4 }),
        fc.boolean(),
        async (deaths, someoneWaits) => {
          const records = heldByDead();
          if (someoneWaits) {
            const turn = { deployment: 'behind', order: 9, kind: 'deploy' as const };
            const waiting = askForTurn(records.state, turn, BEGAN, LEASE).state;
            records.state = leaveToken(waiting, 'behind', 'token', BEGAN, LEASE).state;
          }
          for (const death of deaths) {
            records.failsAfter = death;
            await reconcile(records.ports).catch(() => undefined);
          }
          records.failsAfter = Number.POSITIVE_INFINITY;
          await reconcile(records.ports);
          expect(records.endings.get(dead.id)?.verdict).toBe('failed');
          expect([...records.deployments.values()].filter(({ follows }) => follows === dead.id)).toHaveLength(
            1,
          );
          expect(records.told.has(dead.id)).toBe(true);
          expect(records.state.claim).toBeUndefined();
          expect(records.woken.has('token')).toBe(someoneWaits);
          expect(records.unfinished.has(dead.id)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
