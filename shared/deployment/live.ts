import { forgetRolledBack, rememberRolledBack } from './gates.ts';
import type { GoodRelease } from './model.ts';
import { GOOD_RELEASES_KEPT, type TargetState } from './target-state.ts';

/** Writes down that a release was verified here: it is live, the first choice of any later rollback, and all is well. */
export function markGood(state: TargetState, release: GoodRelease): TargetState {
  const { broken: _b, held: _h, ...sound } = forgetRolledBack(state, release.digest);
  const others = state.good.filter((good) => good.digest !== release.digest);
  return {
    ...sound,
    good: [release, ...others].slice(0, GOOD_RELEASES_KEPT),
    liveOrder: Math.max(release.order, state.liveOrder ?? 0),
  };
}

/** Somebody went back to this release: what was verified after it is neither gone back to nor deployed by itself. */
export function forgetNewer(state: TargetState, digest: string, by: string, at: number): TargetState {
  const index = state.good.findIndex((good) => good.digest === digest);
  if (index <= 0) return state;
  const kept: TargetState = { ...state, good: state.good.slice(index) };
  return state.good
    .slice(0, index)
    .reduceRight((left, newer) => rememberRolledBack(left, newer.digest, by, at), kept);
}

export function markBroken(state: TargetState, why: string): TargetState {
  return { ...state, broken: why };
}
