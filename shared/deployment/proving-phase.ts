import type { Phase } from './keep-turn.ts';

/** In which part of a deployment's story health is proved. Of what ran before it, only whether it is healthy now. */
export type ProvingPhase = 'baseline' | Brought | `${Brought}-aside` | `${Brought}-moved`;

type Brought = Exclude<Phase, 'before'>;

/** Who may interrupt it there. */
export function keepingIn(phase: ProvingPhase): Phase {
  switch (phase) {
    case 'baseline':
      return 'before';
    case 'roll-aside':
    case 'roll-moved':
      return 'roll';
    case 'restore-aside':
    case 'restore-moved':
      return 'restore';
    default:
      return phase;
  }
}
