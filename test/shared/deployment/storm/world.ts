import { nextInLine } from '../../../../shared/deployment/claim.ts';
import { freeze, unfreeze } from '../../../../shared/deployment/gates.ts';
import type { Deployment, Ending } from '../../../../shared/deployment/model.ts';
import type { Ledger, Ports, Target } from '../../../../shared/deployment/ports.ts';
import { emptyTarget, type TargetState } from '../../../../shared/deployment/target-state.ts';
import { runDeployment } from '../../../../shared/deployment/workflow.ts';
import { Dice } from './dice.ts';
import { Execution, type Guard, type Weather } from './execution.ts';
import { type Fate, Provider, type Rollout } from './provider.ts';
import { Time } from './time.ts';
import { WaitingProvider } from './waiting-provider.ts';

export interface EventWeather {
  /** Of an event to be lost. */
  readonly lose: number;
  readonly double: number;
  /** The longest that one is on its way, in seconds: later ones overtake it. */
  readonly delay: number;
}

export interface Asked {
  readonly deployment: Deployment;
  /** When it is requested, in seconds from the beginning. */
  readonly at: number;
}

/** Several deployments to one target, in whatever weather. */
export class World {
  readonly time: Time;
  readonly dice: Dice;
  readonly provider: Provider | WaitingProvider;
  readonly endings = new Map<string, Ending>();
  /** What was running, and whether it answered and was settled, when each deployment's ending was written. */
  readonly atEnd = new Map<string, { digest: string; answers: boolean; settled: boolean }>();
  readonly executions: Execution[] = [];
  /** Rollouts that were begun while another deployment was in the middle of its own. */
  readonly meddling: string[] = [];
  state: TargetState = emptyTarget;
  readonly weather: Weather;
  readonly #events: EventWeather;
  readonly #deployments = new Map<string, Deployment>();
  readonly #followers = new Map<string, string>();
  #slots = 0;

  /** @param manner of the provider: `waits` for one that does one thing at a time, with settings of their own or not */
  constructor(
    seed: number,
    weather: Weather,
    events: EventWeather,
    fates: ReadonlyMap<string, Fate>,
    manner: 'replaces' | 'waits' | 'waits, with settings' = 'replaces',
  ) {
    this.dice = new Dice(seed);
    this.time = new Time(this.dice);
    this.provider =
      manner === 'replaces'
        ? new Provider(this.time, fates)
        : new WaitingProvider(this.time, fates, manner === 'waits, with settings');
    this.provider.onChange = (begun) => {
      if (begun) this.#noteMeddling(begun);
      this.#tell();
    };
    this.weather = weather;
    this.#events = events;
  }

  request({ deployment, at }: Asked): void {
    this.#deployments.set(deployment.id, deployment);
    const execution = new Execution(deployment.id, this, (journal, guard) =>
      runDeployment(deployment.id, journal, this.#portsOf(deployment.id, guard)),
    );
    execution.onProbe = () => {
      const healthy = this.provider.answers();
      return { healthy, attempts: 3, last: healthy ? '200' : '500: broken', seconds: 1 };
    };
    this.executions.push(execution);
    this.time.after(at, () => execution.start());
  }

  /** Somebody in the console rolls something of their own. */
  usurp(at: number): void {
    this.time.after(at, () => this.provider.roll('rev-of-foreign', 'somebody'));
  }

  /** The provider is busy with something of its own for a while. */
  occupy(at: number, seconds: number): void {
    const { provider } = this;
    if (provider instanceof WaitingProvider) this.time.after(at, () => provider.occupy(seconds));
  }

  /** A person freezes the target for a while. */
  freeze(at: number, seconds: number): void {
    this.time.after(at, () => {
      this.state = freeze(this.state, { by: 'somebody', since: this.time.now });
    });
    this.time.after(at + seconds, () => {
      this.state = unfreeze(this.state);
      const next = nextInLine(this.state);
      if (next !== undefined) this.#wake(next);
    });
  }

  #noteMeddling({ by }: Rollout): void {
    if (by === 'somebody') return;
    const others = this.provider.rollouts
      .map((rollout) => rollout.by)
      .filter((one) => one !== by && one !== 'somebody');
    const busy = others.find((one) => !this.endings.has(one));
    if (busy !== undefined) this.meddling.push(`${by} while ${busy} was under way`);
  }

  /** No push may take what is frozen or held. */
  #noteTaken({ claim, held, frozen }: TargetState, { claim: now }: TargetState): void {
    if (now === undefined || now.deployment === claim?.deployment || now.kind === 'rollback') return;
    if (frozen || held) this.meddling.push(`${now.deployment} took what is not for pushes`);
  }

  /** An event wakes whoever holds the target when it comes, as `wake-deployment` does. */
  #tell(): void {
    if (this.dice.hits(this.#events.lose)) return;
    const copies = this.dice.hits(this.#events.double) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.time.after(this.dice.throw() * this.#events.delay, () => {
        const token = this.state.claim?.wakeToken;
        if (token !== undefined) this.#wake(token);
      });
    }
  }

  #wake(token: string): void {
    for (const execution of this.executions) execution.wake(token);
  }

  #portsOf(id: string, guard: Guard): Ports {
    return {
      now: () => this.time.now,
      target: () => guarded(this.provider.targetOf(id), guard),
      wake: (token) => guard(() => this.#wake(token)),
      announceStart: () => guard(() => undefined),
      announceEnd: () => guard(() => undefined),
      ledger: this.#ledger(guard),
    };
  }

  #ledger(guard: Guard): Ledger {
    return {
      deployment: (id) =>
        guard(() => {
          const found = this.#deployments.get(id);
          if (found === undefined) throw new Error(`there is no deployment ${id}`);
          return found;
        }),
      note: () => guard(() => undefined),
      end: ({ id }, ending) =>
        guard(() => {
          const kept = this.endings.get(id) ?? ending;
          if (!this.endings.has(id)) {
            this.endings.set(id, kept);
            const { provider } = this;
            const settled = provider.inFlight === undefined;
            this.atEnd.set(id, { digest: provider.digest, answers: provider.answers(), settled });
          }
          return kept;
        }),
      awaitEnding: (id, token) =>
        guard(() => {
          const ending = this.endings.get(id);
          if (ending === undefined) this.#followers.set(id, token);
          return ending;
        }),
      followerOf: (id) => guard(() => this.#followers.get(id)),
      forgetUnfinished: () => guard(() => undefined),
      // Some begin at once and some later.
      takeSlot: (_, now) => guard(() => now + (this.#slots++ % 3) * 2000),
      target: () => guard(() => this.state),
      newerPushIsComing: () => guard(() => false),
      changeTarget: (_, change) =>
        guard(() => {
          const { state, result } = change(this.state);
          this.#noteTaken(this.state, state);
          this.state = state;
          return result;
        }),
    };
  }
}

/** Every call of it may be struck, but for the diagnosis, which never throws. */
function guarded(target: Target, guard: Guard): Target {
  return new Proxy(target, {
    get(_, name: keyof Target) {
      const member = target[name];
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        // Of its own type: the arguments are those that the caller gave to this very method.
        const call = guard(() => (member as (...given: unknown[]) => Promise<unknown>)(...args));
        return name === 'diagnose' ? call.catch(() => []) : call;
      };
    },
  });
}
