import type { Finding } from '../../../shared/deployment/finding.ts';
import type { Deployment, Ending, TrailEntry } from '../../../shared/deployment/model.ts';
import type { Journal, Ports, ProbeRequest, ProbeResult, Target } from '../../../shared/deployment/ports.ts';
import type { RolloutState } from '../../../shared/deployment/rollout.ts';
import { emptyTarget, type TargetState } from '../../../shared/deployment/target-state.ts';

/** What a provider does with a revision that is rolled. */
export type Behaviour = 'succeeds' | 'taken-back' | 'hangs' | 'runs-another-digest';

interface Rollout {
  readonly id: string;
  readonly revision: string;
  looks: number;
  stopped: boolean;
}

interface FakeTask {
  readonly command: string;
  readonly revision: string;
  /** What was rolled when it was started. */
  readonly rollouts: number;
  looks: number;
  stopped: boolean;
}

/** A provider, a ledger and a clock, all in memory: what the workflow's ports stand for. */
export class FakeWorld {
  now = 1_000_000;
  state: TargetState = emptyTarget;
  running = 'rev-0';
  readonly digests = new Map([['rev-0', 'sha256:0']]);
  readonly rollouts: Rollout[] = [];
  /** Of the deployments to all targets: a second world may share them. */
  endings = new Map<string, Ending>();
  followers = new Map<string, string>();
  readonly trail: TrailEntry[] = [];
  readonly told: string[] = [];
  readonly woken: string[] = [];
  readonly behaviour: Map<string, Behaviour>;
  /** Which revisions answer well at the load balancer. */
  readonly healthy: (revision: string) => boolean;
  hasBalancer = true;
  /** What happens while a wait of this name lasts: it ends the wait. */
  readonly meanwhile = new Map<string, () => void>();
  /** The tasks that were run, by their tokens. */
  readonly tasks = new Map<string, FakeTask>();
  looksAtTasks = 0;
  /** With what a task's command ends; one that is not named never does. */
  exitCodes: Record<string, number> = {};
  /** What the check before the rollout finds. */
  findings: readonly Finding[] = [];
  /** How often it is still said that a newer push is being built. */
  newerPushBuilds = 0;

  constructor(
    behaviour: Record<string, Behaviour> = {},
    healthy: (revision: string) => boolean = () => true,
  ) {
    this.behaviour = new Map(Object.entries(behaviour));
    this.healthy = healthy;
  }

  target: Target = {
    inspect: async () => {
      const last = this.rollouts.at(-1);
      const settled = last === undefined || this.#ended(last) !== undefined;
      const digest = this.digests.get(this.running) ?? '';
      const release = { repository: 'web', digest, image: `host/web@${digest}` };
      return {
        kind: 'ready',
        ...(settled ? { settled: { revision: this.running, release } } : {}),
        ...(last ? { since: last.id } : {}),
        ...(this.hasBalancer ? { addresses: [{ url: 'http://balancer' }] } : {}),
      };
    },
    plan: async ({ image, digest }) => {
      const isLive = this.digests.get(this.running) === digest;
      return {
        live: this.running,
        revision: isLive ? this.running : 'new',
        base: this.running,
        image: { containers: ['web'], after: image },
        changes: isLive ? [] : [{ path: 'image', after: image }],
        runs: [],
      };
    },
    check: async () => this.findings,
    prepare: async ({ digest }) => {
      const known = [...this.digests].find(([, one]) => one === digest);
      const revision = known?.[0] ?? `rev-${this.digests.size}`;
      this.digests.set(revision, digest);
      return revision;
    },
    revive: async ({ revision }) => revision,
    start: async (revision, since) => {
      const from = since === undefined ? 0 : this.rollouts.findIndex(({ id }) => id === since) + 1;
      const begun = this.rollouts.slice(from).find((rollout) => rollout.revision === revision);
      if (begun) return begun.id;
      const current = this.rollouts.at(-1);
      if (this.running === revision && current?.revision === revision) return current.id;
      const id = `rollout-${this.rollouts.length + 1}`;
      this.rollouts.push({ id, revision, looks: 0, stopped: false });
      return id;
    },
    look: async (id, revision) => {
      const rollout = this.rollouts.find((one) => one.id === id);
      if (!rollout) return { phase: 'gone', reason: 'no such rollout' };
      rollout.looks++;
      const state = this.#ended(rollout);
      if (state === undefined) return { phase: 'running', detail: 'under way' };
      if (state.phase === 'succeeded') this.running = rollout.revision;
      // A rollback that left what was wanted in place is as good as a rollout of it.
      if (state.phase !== 'succeeded' && this.running === revision) {
        return { phase: 'succeeded', revision, digests: [this.digests.get(revision) ?? ''] };
      }
      return state;
    },
    stop: async (id) => {
      const rollout = this.rollouts.find((one) => one.id === id);
      if (rollout === undefined || this.#ended(rollout) !== undefined) return false;
      rollout.stopped = true;
      return true;
    },
    watch: async (revision) => {
      const health = this.healthy(revision) ? 'healthy' : 'unhealthy';
      return { wanted: 1, tasks: [{ id: 'task', running: true, health }], ended: [] };
    },
    runTask: async (revision, { command }, { token }) => {
      const [what = ''] = command;
      const rollouts = this.rollouts.length;
      if (!this.tasks.has(token))
        this.tasks.set(token, { command: what, revision, rollouts, looks: 0, stopped: false });
      return { id: token, container: 'web' };
    },
    lookAtTask: async ({ id }) => {
      this.looksAtTasks++;
      const task = this.tasks.get(id);
      if (!task) throw new Error(`no such task ${id}`);
      const exitCode = this.exitCodes[task.command];
      const isOver = task.stopped || (exitCode !== undefined && ++task.looks > 1);
      if (!isOver) return { phase: 'running', detail: 'RUNNING' };
      const reason = 'Essential container in task exited';
      return {
        phase: 'ended',
        exitCode: task.stopped ? 137 : (exitCode ?? 0),
        reason,
        log: [`${task.command} said`],
      };
    },
    stopTask: async ({ id }) => {
      const task = this.tasks.get(id);
      if (task) task.stopped = true;
    },
    diagnose: async () => [{ what: 'exit', times: 1, rank: 1, text: 'the container ended with exit code 1' }],
  };

  #ended({ revision, looks, stopped }: Rollout): RolloutState | undefined {
    if (stopped) return { phase: 'taken-back', reason: 'it was stopped' };
    if (looks < 2) return undefined;
    switch (this.behaviour.get(revision) ?? 'succeeds') {
      case 'succeeds':
        return { phase: 'succeeded', revision, digests: [this.digests.get(revision) ?? ''] };
      case 'runs-another-digest':
        return { phase: 'succeeded', revision, digests: ['sha256:other'] };
      case 'taken-back':
        return { phase: 'taken-back', reason: 'the circuit breaker went back' };
      case 'hangs':
        return undefined;
    }
  }

  probe(): ProbeResult {
    const healthy = this.healthy(this.running);
    return { healthy, attempts: 3, last: healthy ? '200' : '500: broken', seconds: 0.1 };
  }

  ports(deployment: Deployment): Ports {
    return {
      now: () => this.now,
      target: () => this.target,
      wake: async (token) => {
        this.woken.push(token);
      },
      announceStart: async () => undefined,
      announceEnd: async ({ verdict }) => {
        this.told.push(verdict);
      },
      ledger: {
        deployment: async () => deployment,
        note: async (_, entry) => {
          if (!this.trail.some(({ step }) => step === entry.step)) this.trail.push(entry);
        },
        end: async ({ id }, ending) => {
          const kept = this.endings.get(id) ?? ending;
          this.endings.set(id, kept);
          return kept;
        },
        awaitEnding: async (id, token) => {
          const ending = this.endings.get(id);
          if (ending === undefined) this.followers.set(id, token);
          return ending;
        },
        followerOf: async (id) => this.followers.get(id),
        forgetUnfinished: async () => undefined,
        takeSlot: async (_, now) => now,
        target: async () => this.state,
        newerPushIsComing: async () => this.newerPushBuilds-- > 0,
        changeTarget: async (_, change) => {
          const { state, result } = change(this.state);
          this.state = state;
          return result;
        },
      },
    };
  }
}

/**
 * A journal that is cut at chosen places. The n-th step may be cut before its effect, or after it and before it is kept.
 */
export class FakeJournal implements Journal {
  readonly #kept = new Map<string, string>();
  readonly #cuts: Set<string>;
  readonly #world: FakeWorld;
  #steps = 0;
  #cut = Promise.withResolvers<'cut'>();

  constructor(world: FakeWorld, cuts: readonly string[] = []) {
    this.#world = world;
    this.#cuts = new Set(cuts);
  }

  /** Runs the function until it ends, from the start again after each cut, as Lambda does. */
  async drive<Result>(run: () => Promise<Result>): Promise<Result> {
    for (let tries = 0; tries < 20; tries++) {
      this.#cut = Promise.withResolvers<'cut'>();
      const ended = await Promise.race([run(), this.#cut.promise]);
      if (ended !== 'cut') return ended;
    }
    throw new Error('it never ended');
  }

  /** A process that is killed runs no handlers: what awaits it waits for ever. */
  #die(): Promise<never> {
    this.#cut.resolve('cut');
    return new Promise(() => undefined);
  }

  async step<Result>(name: string, action: () => Promise<Result>): Promise<Result> {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return JSON.parse(kept) as Result;
    const place = ++this.#steps;
    if (this.#cuts.delete(`${place} before`)) return this.#die();
    const result = await action();
    if (this.#cuts.delete(`${place} after`)) return this.#die();
    this.#kept.set(name, JSON.stringify(result ?? null));
    return result;
  }

  async openWait(name: string, timeoutSeconds: number) {
    return {
      token: `token ${name}`,
      ended: async () => this.#pass(name, timeoutSeconds),
    };
  }

  async sleep(name: string, seconds: number): Promise<void> {
    this.#pass(name, seconds);
  }

  /** A wait that is over is not waited for again in a replay. */
  #pass(name: string, seconds: number): 'woken' | 'timer' {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept === 'woken' ? 'woken' : 'timer';
    const event = this.#world.meanwhile.get(name);
    this.#kept.set(name, event ? 'woken' : 'timer');
    if (event) event();
    else this.#world.now += seconds * 1000;
    return event ? 'woken' : 'timer';
  }

  probe(name: string, requests: readonly ProbeRequest[]): Promise<readonly ProbeResult[]> {
    return this.step(name, async () => {
      this.#world.meanwhile.get(name)?.();
      return requests.map(() => this.#world.probe());
    });
  }
}
