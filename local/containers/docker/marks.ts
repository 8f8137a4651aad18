import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** On all that a run of the local cloud makes in an engine; the value is the run's id. */
export const RUN_LABEL = 'slipway.local-cloud';
/** Beside it: `HOSTNAME/PID` of the run, so that a later one can tell what was left over. */
export const OWNER_LABEL = 'slipway.local-cloud.owner';

export interface Marks {
  readonly run: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function newMarks(): Marks {
  const run = randomBytes(6).toString('hex');
  return { run, labels: { [RUN_LABEL]: run, [OWNER_LABEL]: `${hostname()}/${process.pid}` } };
}

/** Whether the run that left this has ended. Runs on another host (or in another container) cannot be judged. */
export function isLeftOver(labels: Readonly<Record<string, string>> | null | undefined): boolean {
  const [host, pid] = (labels?.[OWNER_LABEL] ?? '').split('/');
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
