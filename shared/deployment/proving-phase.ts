import type { Phase } from './keep-turn.ts';

/** In which part of a deployment's story health is proved. Of what ran before it, only whether it is healthy now. */
export type ProvingPhase = 'baseline' | Exclude<Phase, 'before'> | 'roll-aside' | 'restore-aside';

/** Who may interrupt it there. */
export function keepingIn(phase: ProvingPhase): Phase {
  switch (phase) {
    case 'baseline':
      return 'before';
    case 'roll-aside':
      return 'roll';
    case 'restore-aside':
      return 'restore';
    default:
      return phase;
  }
}
