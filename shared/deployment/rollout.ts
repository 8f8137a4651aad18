/** Where a provider's rollout is: an ECS service deployment, an EB environment update. */
export type RolloutState =
  | { readonly phase: 'running'; readonly detail: string }
  /** It ended well by the provider's own account; `digests` is what the rolled containers really run. */
  | { readonly phase: 'succeeded'; readonly revision: string; readonly digests: readonly string[] }
  /** The provider went back to what was before, and finished doing so. */
  | { readonly phase: 'taken-back'; readonly reason: string }
  | { readonly phase: 'stopped'; readonly reason: string }
  /** The provider could not even go back. */
  | { readonly phase: 'stuck'; readonly reason: string }
  /** Someone else started a rollout after ours. */
  | { readonly phase: 'usurped'; readonly reason: string }
  /** The target is no longer there. */
  | { readonly phase: 'gone'; readonly reason: string };

/** What a rollout's state means for a release. */
export type Judgement =
  | { readonly kind: 'running' }
  | { readonly kind: 'good' }
  /** `leave` is set where nothing may be restored: the target is gone, or someone else is rolling it. */
  | { readonly kind: 'bad'; readonly reason: string; readonly leave?: true };

/**
 * Proves a rollout: good only when it succeeded **and** runs this digest.
 * @param digest of the release
 */
export function judgeRollout(state: RolloutState, digest: string): Judgement {
  switch (state.phase) {
    case 'running':
      return { kind: 'running' };
    case 'succeeded':
      if (state.digests.length === 0) {
        return {
          kind: 'bad',
          reason: `${state.revision} runs none of the containers that should get the image`,
        };
      }
      return state.digests.every((running) => running === digest)
        ? { kind: 'good' }
        : {
            kind: 'bad',
            reason: `the rollout succeeded, but ${state.revision} runs ${state.digests.join(', ')} and not ${digest}`,
          };
    case 'taken-back':
    case 'stopped':
    case 'stuck':
      return { kind: 'bad', reason: state.reason };
    case 'usurped':
    case 'gone':
      return { kind: 'bad', reason: state.reason, leave: true };
  }
}
