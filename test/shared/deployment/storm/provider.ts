import type { Target } from '../../../../shared/deployment/ports.ts';
import type { RolloutState } from '../../../../shared/deployment/rollout.ts';
import { Tasks } from './tasks.ts';
import type { Time } from './time.ts';

/** How the rollout of a release ends, after so many seconds of its own. */
export interface Fate {
  readonly end: 'succeeds' | 'taken-back' | 'hangs' | 'runs-another-digest';
  readonly seconds: number;
  /** Whether it answers its health check once it runs. */
  readonly answers: boolean;
  /** The tasks that fail with it, where the stage has them. */
  readonly failing?: 'migrate' | 'smoke';
}

export interface Rollout {
  readonly id: string;
  readonly revision: string;
  /** Who began it: a deployment, or somebody else. */
  readonly by: string;
  ended?: 'succeeded' | 'taken-back' | 'replaced';
}

export const GOOD: Fate = { end: 'succeeds', seconds: 5, answers: true };
/** How long it takes a provider to go back, in seconds. */
const GOING_BACK = 8;

/** A provider with one target: one rollout at a time, and a newer one takes the older one's place. */
export class Provider {
  running = 'rev-of-0';
  readonly rollouts: Rollout[] = [];
  /** The digest that the containers really have. */
  get digest(): string {
    return this.#digestThatRuns(this.running);
  }
  /** Called at each beginning and each end of a rollout. */
  onChange: (begun?: Rollout) => void = () => undefined;
  readonly tasks: Tasks;
  readonly #time: Time;
  readonly #fates: ReadonlyMap<string, Fate>;

  /** @param fates by the release's digest; what is not there is good */
  constructor(time: Time, fates: ReadonlyMap<string, Fate>) {
    this.#time = time;
    this.#fates = fates;
    this.tasks = new Tasks(
      time,
      () => this.onChange(),
      (revision, name) => this.#fateOf(revision).failing !== name,
    );
  }

  get inFlight(): Rollout | undefined {
    return this.rollouts.find(({ ended }) => ended === undefined);
  }

  answers(): boolean {
    return this.#fateOf(this.running).answers;
  }

  roll(revision: string, by: string): Rollout {
    const before = this.inFlight;
    if (before) before.ended = 'replaced';
    const rollout: Rollout = { id: `rollout-${this.rollouts.length + 1}`, revision, by };
    this.rollouts.push(rollout);
    const { end, seconds } = this.#fateOf(revision);
    this.onChange(rollout);
    if (end !== 'hangs') {
      const how = end === 'taken-back' ? 'taken-back' : 'succeeded';
      this.#time.after(seconds, () => this.#end(rollout, how));
    }
    return rollout;
  }

  /** The target as one deployment has it. */
  targetOf(deployment: string): Target {
    return {
      inspect: async () => {
        const last = this.rollouts.at(-1);
        const digest = digestOf(this.running);
        const release = { repository: 'web', digest, image: `host/web@${digest}` };
        return {
          kind: 'ready',
          ...(this.inFlight ? {} : { settled: { revision: this.running, release } }),
          ...(last ? { since: last.id } : {}),
          addresses: [{ url: 'http://balancer' }],
        };
      },
      check: async () => [],
      plan: async ({ image }) => ({
        ...{ live: this.running, revision: 'new', base: this.running },
        ...{ image: { containers: ['web'], after: image }, changes: [], runs: [] },
      }),
      prepare: async ({ digest }) => `rev-of-${digest}`,
      revive: async ({ revision }) => revision,
      start: async (revision, since) => {
        const from = since === undefined ? 0 : this.rollouts.findIndex(({ id }) => id === since) + 1;
        const begun = this.rollouts.slice(from).findLast((rollout) => rollout.revision === revision);
        if (begun) return begun.id;
        // The service names the revision already: that is no update.
        const last = this.rollouts.at(-1);
        if (last?.revision === revision && last.ended !== 'taken-back') return last.id;
        return this.roll(revision, deployment).id;
      },
      look: async (id, revision) => this.#look(id, revision),
      stop: async (id) => {
        const rollout = this.inFlight;
        if (rollout === undefined || rollout.id !== id) return false;
        this.#time.after(GOING_BACK, () => this.#end(rollout, 'taken-back'));
        return true;
      },
      watch: async () => ({ wanted: 1, tasks: [{ id: 'task', running: true, health: 'none' }], ended: [] }),
      ...this.tasks.ports,
      diagnose: async () => [
        { what: 'exit', times: 1, rank: 1, text: 'the container ended with exit code 1' },
      ],
    };
  }

  #look(id: string, revision: string): RolloutState {
    const rollout = this.rollouts.find((one) => one.id === id);
    if (rollout === undefined) return { phase: 'gone', reason: 'there is no such rollout' };
    const replaced = this.rollouts.at(-1) !== rollout;
    if (rollout.ended === undefined) return { phase: 'running', detail: 'under way' };
    switch (rollout.ended) {
      case 'replaced':
        return { phase: 'usurped', reason: 'someone else has rolled something' };
      case 'succeeded':
        if (replaced) return { phase: 'usurped', reason: 'someone else has rolled something since' };
        return { phase: 'succeeded', revision, digests: [this.#digestThatRuns(revision)] };
      case 'taken-back':
        // A rollback that left what was wanted in place is as good as a rollout of it.
        return this.running === revision && !replaced
          ? { phase: 'succeeded', revision, digests: [this.#digestThatRuns(revision)] }
          : { phase: 'taken-back', reason: 'the provider went back' };
    }
  }

  #end(rollout: Rollout, how: 'succeeded' | 'taken-back'): void {
    if (rollout.ended !== undefined) return;
    rollout.ended = how;
    if (how === 'succeeded') this.running = rollout.revision;
    this.onChange();
  }

  #digestThatRuns(revision: string): string {
    return this.#fateOf(revision).end === 'runs-another-digest' ? 'another' : digestOf(revision);
  }

  #fateOf(revision: string): Fate {
    return this.#fates.get(digestOf(revision)) ?? GOOD;
  }
}

export function digestOf(revision: string): string {
  return revision.replace('rev-of-', '');
}
