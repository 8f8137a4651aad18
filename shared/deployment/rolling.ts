import type { Cause } from './causes.ts';
import type { Stopped } from './keep-turn.ts';
import type { Deployment } from './model.ts';
import type { Address, Journal, Ports, Target } from './ports.ts';
import type { Arrival } from './rollout.ts';

/** How bringing a revision to its target went. */
export type Outcome =
  /** `rollout`: what to ask why, also when it is its health that is bad. */
  | ({ readonly kind: 'good'; readonly reason: string; readonly rollout?: string } & Arrival)
  | {
      readonly kind: 'bad';
      readonly reason: string;
      /** Nothing may be restored. */
      readonly leave?: true;
      readonly rollout?: string;
      /** What was seen to go wrong while it was under way. */
      readonly causes?: readonly Cause[];
      /** It stopped for somebody else. */
      readonly interruption?: Stopped['interruption'];
    };

/** A part of a rollout has ended well: what is new has to answer at these addresses, where there are any, before the next one. */
export interface PartDone {
  readonly kind: 'part-done';
  readonly rollout: string;
  readonly at?: readonly Address[];
}

export interface Rolling {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly ports: Ports;
  readonly target: Target;
}

/** What is rolled, and the how-many-th part of that. */
export interface Rolled {
  readonly phase: 'roll' | 'restore';
  readonly revision: string;
  readonly digest: string;
  readonly since: string | undefined;
  /** Counts from 1. */
  readonly part: number;
  /** The rollout of the part before. */
  readonly done?: string;
  /** What it is restored from: nothing that is still under way of that is waited for. */
  readonly failed?: Failed;
}

/** A revision that is no good, and its rollout as far as that is known. */
export interface Failed {
  readonly revision: string;
  readonly rollout?: string;
}

/** What the steps of one part are named after: `roll`, `roll-2`. */
export function stepOf({ phase, part }: Pick<Rolled, 'phase' | 'part'>): string {
  return part === 1 ? phase : `${phase}-${part}`;
}

/** Whether an interruption stops nothing: on the way to a good release, the next rollback joins it or rolls over it. */
export function goesOnFromHere({ kind }: Deployment, phase: 'roll' | 'restore'): boolean {
  return kind === 'rollback' || phase === 'restore';
}
