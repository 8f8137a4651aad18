import type { InLine, Target } from '../../../../shared/deployment/ports.ts';
import type { RolloutState } from '../../../../shared/deployment/rollout.ts';
import { digestOf, type Fate, GOOD, type Rollout } from './provider.ts';
import { Tasks } from './tasks.ts';
import type { Time } from './time.ts';

/** How long it takes to abort an update, and to change settings, in seconds. */
const ABORTING = 8;
const CONFIGURING = 4;

/** An update as its events tell: of what kind, but neither to which version nor by whom. */
interface Update {
  readonly id: string;
  readonly kind: 'settings' | 'version';
  /** What only the provider knows. */
  readonly revision: string;
}

/**
 * A provider as Elastic Beanstalk is: it does one thing at a time and refuses all others meanwhile; it says nothing when an
 * update fails, and goes back by itself to no version; what failed or was aborted leaves mixed versions, under the label
 * from before; and it may call an update done of which one instance knows nothing. Settings change by an update of their
 * own, before the version. Which update is whose is known by no more than what the real one tells.
 */
export class WaitingProvider {
  /** What its instances run, where they are not mixed. */
  running = 'rev-of-0';
  readonly rollouts: Rollout[] = [];
  onChange: (begun?: Rollout) => void = () => undefined;
  readonly tasks: Tasks;
  readonly #time: Time;
  readonly #fates: ReadonlyMap<string, Fate>;
  readonly #hasSettings: boolean;
  /** The label that it shows: the new one from the beginning of an update on. */
  #label = this.running;
  readonly #updates: Update[] = [];
  #settings = 'of rev-of-0';
  #isMixed = false;
  /** What it does besides updating to a version. */
  #busy: string | undefined;

  constructor(time: Time, fates: ReadonlyMap<string, Fate>, hasSettings: boolean) {
    this.#time = time;
    this.#fates = fates;
    this.#hasSettings = hasSettings;
    this.tasks = new Tasks(
      time,
      () => this.onChange(),
      (revision, name) => this.#fateOf(revision).failing !== name,
    );
  }

  get digest(): string {
    return this.#isMixed ? 'mixed' : digestOf(this.running);
  }

  get inFlight(): Rollout | undefined {
    return this.rollouts.find(({ ended }) => ended === undefined);
  }

  answers(): boolean {
    return this.#fateOf(this.running).answers;
  }

  /** Somebody else's update: refused while it is busy. */
  roll(revision: string, by: string): void {
    if (this.#inLineFor === undefined) this.#update(revision, by);
  }

  /** It is not Ready for a while, for reasons of its own. */
  occupy(seconds: number): void {
    if (this.#inLineFor === undefined) this.#keepBusy('a managed update', seconds, () => undefined);
  }

  targetOf(deployment: string): Target {
    return {
      inspect: async () => {
        const digest = this.digest;
        const release = { repository: 'web', digest, image: `host/web@${digest}` };
        return {
          kind: 'ready',
          ...(this.#inLineFor === undefined ? { settled: { revision: this.running, release } } : {}),
          since: String(this.#updates.length),
          addresses: [{ url: 'http://balancer' }],
        };
      },
      check: async () => [],
      plan: async ({ image }) => ({
        ...{ live: this.running, revision: 'new', base: this.running },
        ...{ image: { containers: ['web'], after: image }, changes: [], runs: [] },
      }),
      prepare: async ({ digest }) => `rev-of-${digest}`,
      unfinished: async () => undefined,
      revive: async ({ revision }) => revision,
      start: async (revision, since, done) => this.#start(revision, since, done, deployment),
      look: async (id, revision) => this.#look(id, revision),
      stop: async (id, revision) => {
        const rollout = this.inFlight;
        const isIt = id === undefined ? rollout?.revision === revision : rollout?.id === id;
        if (rollout === undefined || !isIt || this.#busy !== undefined) return false;
        this.#keepBusy('an abort', ABORTING, () => this.#end(rollout, 'taken-back'));
        return true;
      },
      watch: async () => ({ wanted: 1, tasks: [{ id: 'i', running: true, health: 'healthy' }], ended: [] }),
      ...this.tasks.ports,
      diagnose: async () => [
        { what: 'event', times: 1, rank: 1, text: 'the command failed on the instance' },
      ],
    };
  }

  get #inLineFor(): string | undefined {
    return this.#busy ?? (this.inFlight && `an update to ${this.inFlight.revision}`);
  }

  #start(revision: string, since: string | undefined, done: string | undefined, by: string): string | InLine {
    const last = this.#updates.slice(Number(since)).at(-1);
    const own = last?.id === done ? undefined : last;
    const inLineFor = this.#inLineFor;
    if (inLineFor !== undefined) {
      const isOurs =
        own?.kind === 'settings'
          ? done === undefined && own.revision === revision && this.#settings !== `of ${revision}`
          : this.#label === revision;
      return own && isOurs ? own.id : { inLineFor };
    }
    // One that failed before whoever began it could tell is known by that here; the real one would be begun once more.
    const failed = this.rollouts.findLast((one) => one.id === own?.id && one.ended === 'taken-back');
    if (failed?.by === by && failed.revision === revision) return failed.id;
    if (this.#hasSettings && done === undefined && this.#settings !== `of ${revision}`) {
      const id = `settings/${this.#updates.length}`;
      this.#updates.push({ id, kind: 'settings', revision });
      this.#keepBusy('a change of settings', CONFIGURING, () => {
        this.#settings = `of ${revision}`;
      });
      return id;
    }
    if (this.#label === revision && own?.kind === 'version' && !failed) return own.id;
    if (this.#label === revision && !this.#isMixed) return `as-is/${revision}`;
    return this.#update(revision, by).id;
  }

  #look(id: string, revision: string): RolloutState {
    const running = { phase: 'running', detail: 'Updating', unannounced: true } as const;
    const [kind] = id.split('/');
    if (this.#busy !== undefined) {
      const isOver =
        (kind === 'settings' && this.#settings === `of ${revision}`) ||
        this.rollouts.some((one) => one.id === id && one.ended !== undefined);
      return { ...running, ...(isOver ? { waits: true } : {}) };
    }
    if (kind === 'settings') {
      return this.#settings === `of ${revision}`
        ? { phase: 'part-done', detail: 'it has the settings' }
        : { phase: 'usurped', reason: 'somebody else has set something' };
    }
    const rollout = this.rollouts.find((one) => one.id === id);
    if (kind !== 'as-is' && rollout === undefined)
      return { phase: 'gone', reason: 'there is no such update' };
    if (rollout && rollout !== this.rollouts.at(-1))
      return { phase: 'usurped', reason: 'somebody else has updated it since' };
    if (rollout && rollout.ended === undefined) return running;
    if (rollout?.ended === 'taken-back') return { phase: 'failed', reason: 'Failed to deploy application' };
    if (this.running !== revision) return { phase: 'usurped', reason: 'it has another version' };
    if (this.#isMixed) return { ...running, unwell: 'one of 2 instances runs another version' };
    return { phase: 'succeeded', revision, digests: [this.digest], looks: 3 };
  }

  #update(revision: string, by: string): Rollout {
    const rollout: Rollout = { id: `rollout-${this.rollouts.length + 1}`, revision, by };
    this.rollouts.push(rollout);
    this.#updates.push({ id: rollout.id, kind: 'version', revision });
    this.#label = revision;
    const { end, seconds } = this.#fateOf(revision);
    this.onChange(rollout);
    if (end !== 'hangs') {
      const how = end === 'taken-back' ? 'taken-back' : 'succeeded';
      this.#time.after(seconds, () => this.#end(rollout, how));
    }
    return rollout;
  }

  #keepBusy(why: string, seconds: number, then: () => void): void {
    this.#busy = why;
    this.#time.after(seconds, () => {
      this.#busy = undefined;
      then();
      this.onChange();
    });
  }

  #end(rollout: Rollout, how: 'succeeded' | 'taken-back'): void {
    if (rollout.ended !== undefined) return;
    rollout.ended = how;
    if (how === 'taken-back') {
      this.#isMixed = true;
      this.#label = this.running;
      // Nobody is told.
      return;
    }
    this.running = rollout.revision;
    this.#isMixed = this.#fateOf(rollout.revision).end === 'runs-another-digest';
    this.onChange();
  }

  #fateOf(revision: string): Fate {
    return this.#fates.get(digestOf(revision)) ?? GOOD;
  }
}
