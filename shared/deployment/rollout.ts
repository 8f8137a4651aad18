import type { Address } from './ports.ts';

/** Where what was rolled answers. */
export interface Arrival {
  /** Given where that may be another place than `inspect` told. */
  readonly at?: readonly Address[];
  /** The names of `at` have just moved: for so many seconds users may be led to where they were before. */
  readonly settleSeconds?: number;
}

/** Where a provider's rollout is: an ECS service deployment, an EB environment update. */
export type RolloutState =
  | {
      readonly phase: 'running';
      readonly detail: string;
      /** Where it is, of a rollout that goes through stages: `name` is told once in the trail, with `detail`. */
      readonly stage?: { readonly name: string; readonly detail: string };
      /**
       * It waits as the provider was told to: a bake time, a step of the traffic, a pause until a person answers.
       * The stage's limit does not run meanwhile.
       */
      readonly waits?: true;
      /** A first task has failed, or the provider is going back already: why can be asked now, and later perhaps no more. */
      readonly trouble?: 'failing' | 'going-back';
      /** Its end may come without an event: the timers stay short. */
      readonly unannounced?: true;
      /** It is over, but what runs is not well, or not all of it is new: why. It has the time of the health check to become so. */
      readonly unwell?: string;
    }
  /** It ended well by the provider's own account; `digests` is what the rolled containers really run. */
  | ({
      readonly phase: 'succeeded';
      readonly revision: string;
      readonly digests: readonly string[];
      /** It counts once it was seen so in so many looks in a row; in one where it is left out. */
      readonly looks?: number;
    } & Arrival)
  /**
   * A part of it has ended well, and `start` begins the next one. Where `at` is given, only once what is new answers there:
   * that is before any user gets it.
   */
  | {
      readonly phase: 'part-done';
      readonly detail: string;
      readonly at?: readonly Address[];
      readonly looks?: number;
    }
  /** It ended badly by the provider's own account, and what runs now may be anything. */
  | { readonly phase: 'failed'; readonly reason: string }
  /** The provider went back to what was before, and finished doing so. */
  | { readonly phase: 'taken-back'; readonly reason: string }
  | { readonly phase: 'stopped'; readonly reason: string }
  /** The provider could not even go back. */
  | { readonly phase: 'stuck'; readonly reason: string }
  /** Someone else rolls the target now: by a newer rollout, or by other means than ours. */
  | { readonly phase: 'usurped'; readonly reason: string }
  /** The target is no longer there, or was told to run nothing. */
  | { readonly phase: 'gone'; readonly reason: string };

/** What a rollout's state means for a release. */
export type Judgement =
  | {
      readonly kind: 'running';
      readonly stage?: { readonly name: string; readonly detail: string };
      readonly waits?: true;
      readonly trouble?: 'failing' | 'going-back';
      readonly unannounced?: true;
      readonly unwell?: string;
    }
  | ({ readonly kind: 'good'; readonly looks?: number } & Arrival)
  | {
      readonly kind: 'part-done';
      readonly detail: string;
      readonly at?: readonly Address[];
      readonly looks?: number;
    }
  /** `leave` is set where nothing may be restored: the target is gone, or someone else is rolling it. */
  | { readonly kind: 'bad'; readonly reason: string; readonly leave?: true };

/**
 * Proves a rollout: good only when it succeeded **and** runs this digest.
 * @param digest of the release
 */
export function judgeRollout(state: RolloutState, digest: string): Judgement {
  switch (state.phase) {
    case 'running': {
      const { phase: _phase, detail: _detail, ...more } = state;
      return { kind: 'running', ...more };
    }
    case 'part-done': {
      const { phase: kind, ...part } = state;
      return { kind, ...part };
    }
    case 'succeeded':
      if (state.digests.length === 0) {
        return {
          kind: 'bad',
          reason: `${state.revision} runs none of the containers that should get the image`,
        };
      }
      return state.digests.every((running) => running === digest)
        ? goodOf(state)
        : {
            kind: 'bad',
            reason: `the rollout succeeded, but ${state.revision} runs ${state.digests.join(', ')} and not ${digest}`,
          };
    case 'failed':
    case 'taken-back':
    case 'stopped':
    case 'stuck':
      return { kind: 'bad', reason: state.reason };
    case 'usurped':
    case 'gone':
      return { kind: 'bad', reason: state.reason, leave: true };
  }
}

function goodOf({ looks, at, settleSeconds }: Extract<RolloutState, { phase: 'succeeded' }>): Judgement {
  return {
    kind: 'good',
    ...(looks === undefined ? {} : { looks }),
    ...(at === undefined ? {} : { at }),
    ...(settleSeconds === undefined ? {} : { settleSeconds }),
  };
}
