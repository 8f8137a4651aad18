import { Rejected } from './errors.ts';
import type { Deployment, Ending, Release } from './model.ts';
import type { Inspection, Journal, Ports, Target } from './ports.ts';

/** What every part of a deployment's story works with. */
export interface Attempt {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly ports: Ports;
  readonly target: Target;
}

/** How a deployment ends, but for the time. */
export type Conclusion = Omit<Ending, 'endedAt'>;

/** A target that can be deployed to, as it was found. */
export type Ready = Extract<Inspection, { kind: 'ready' }>;

/** Writes one entry of the trail. Only inside a step. */
export function note({ deployment, ports }: Attempt, step: string, detail: string): Promise<void> {
  return ports.ledger.note(deployment.id, { step, at: ports.now(), detail });
}

/** How a release is called in a sentence. */
export function nameOf(release: Release): string {
  return release.commit ? `commit ${release.commit.slice(0, 7)}` : release.digest.slice(0, 19);
}

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What went wrong, for people: a user's mistake in its own words, anything else with the error's name. */
export function messageOf(error: unknown): string {
  if (error instanceof Rejected) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}`.replace(/\.$/, '') : String(error);
}
