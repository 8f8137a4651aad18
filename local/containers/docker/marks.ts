import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { canBeJudged, hasEnded, ownerId } from '../../runs/owner.ts';

/** On all that a run of the local cloud makes in an engine; the value is the run's id. */
export const RUN_LABEL = 'slipway.local-cloud';
/** Beside it: `HOSTNAME/OWNER`, the run's process, so that a later one can tell what was left over. */
export const OWNER_LABEL = 'slipway.local-cloud.owner';

export interface Marks {
  readonly run: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function newMarks(): Marks {
  const run = randomBytes(6).toString('hex');
  return { run, labels: { [RUN_LABEL]: run, [OWNER_LABEL]: `${hostname()}/${ownerId()}` } };
}

/** What the owner's label of all that a process makes begins with. */
export const ownerLabelOf = (pid: number): string => `${OWNER_LABEL}=${hostname()}/${pid}-`;

type Labels = Readonly<Record<string, string>> | null | undefined;

/** Whether the run that left this has ended. Runs on another host (or in another container) cannot be judged. */
export function isLeftOver(labels: Labels): boolean {
  const [host, owner = ''] = ownerIn(labels);
  return host === hostname() && hasEnded(owner);
}

/** Whose this is, if whether that run has ended cannot be seen from here. */
export function strangerIn(labels: Labels): string | undefined {
  const [host, owner = ''] = ownerIn(labels);
  return host === hostname() && canBeJudged(owner) ? undefined : labels?.[OWNER_LABEL];
}

const ownerIn = (labels: Labels) => (labels?.[OWNER_LABEL] ?? '').split('/');
