import type { Release } from '../../../../shared/deployment/model.ts';
import type { Target } from '../../../../shared/deployment/ports.ts';
import type { RolloutState } from '../../../../shared/deployment/rollout.ts';

/** How a release behaves on any provider: what runs at first, two good ones, and one whose program ends at its start. */
export type Kind = (typeof KINDS)[number];
export const KINDS = ['first', 'second', 'third', 'crashing'] as const;

/** A provider with one target that runs the release `first`, held to the contract. */
export interface Subject {
  readonly target: Target;
  of(kind: Kind): Release;
  /** The same kind of target, of which there is none. */
  readonly missing: Target;
  /** What really runs in it: the kind of each task or instance. */
  runs(): Promise<readonly Kind[]>;
  /** How many rollouts the provider has begun. */
  rollouts(): Promise<number>;
  /** Stops the provider's own time, and lets it go on. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

/** What the contract asks and a provider cannot give, each with its reason: such a case is asked in another way. */
export interface Differs {
  /** Why it runs no one-off tasks. */
  readonly noTasks?: string;
  /** Why a rollout that is begun while another is under way waits for that one. */
  readonly oneAtATime?: string;
  /** Why what crashes leaves the target as it is, for Slipway to restore. */
  readonly goesBackByItself?: string;
}

export function releaseOf(kind: Kind): Release {
  const digest = `sha256:${Buffer.from(kind).toString('hex').padEnd(64, '0')}`;
  return { repository: kind, digest, image: `${kind}@${digest}`, commit: digest.slice(7, 47) };
}

export function kindOf(image: string): Kind {
  const name = image.split('@')[0]?.split('/').at(-1) ?? '';
  const kind = KINDS.find((one) => one === name);
  if (kind === undefined) throw new Error(`${image} is none of the contract's images`);
  return kind;
}

/** Longer than any rollout here takes, in milliseconds. */
const LIMIT_MS = 40_000;

/** Looks at a rollout until it has ended, or is over and not well. */
export async function follow(target: Target, rollout: string, revision: string): Promise<RolloutState> {
  for (const end = Date.now() + LIMIT_MS; ; await breath()) {
    const state = await target.look(rollout, revision);
    if (state.phase !== 'running') return state;
    if (Date.now() > end) throw new Error(`it stayed ${JSON.stringify(state)}`);
  }
}

/** Rolls a revision as a deployment does, through all its parts, and gives the last one with its end. */
export async function roll(
  target: Target,
  revision: string,
  since: string | undefined,
): Promise<{ readonly rollout: string; readonly state: RolloutState }> {
  let done: string | undefined;
  for (const end = Date.now() + LIMIT_MS; ; ) {
    const begun = await target.start(revision, since, done);
    if (typeof begun !== 'string') {
      if (Date.now() > end) throw new Error(`it stayed in line for ${begun.inLineFor}`);
      await breath();
      continue;
    }
    const state = await follow(target, begun, revision);
    if (state.phase !== 'part-done') return { rollout: begun, state };
    done = begun;
  }
}

export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25));
}

/** @throws Error where it cannot be deployed to */
export async function ready(target: Target) {
  const found = await target.inspect();
  if (found.kind !== 'ready') throw new Error(found.reason);
  return found;
}

/** Once nothing is under way on it. */
export async function settled(target: Target) {
  for (const end = Date.now() + LIMIT_MS; ; await breath()) {
    const found = await ready(target);
    if (found.settled) return { ...found, settled: found.settled };
    if (Date.now() > end) throw new Error('it never settled');
  }
}
