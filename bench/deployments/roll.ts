import { setTimeout as sleep } from 'node:timers/promises';
import type { Cloud } from '../../local/cloud.ts';
import type { Fleet } from './fleet.ts';
import { Usage } from './usage.ts';

/** Without a call of a function for so long, nothing is under way. */
const QUIET_MS = 8000;
/** After the last verdict: announcements and the last wake-ups are counted too. */
const SETTLE_MS = 5000;
/** Longer than the slowest machine takes for each, in milliseconds. */
const LIMIT_EACH_MS = 30_000;

/** What came of a push. */
export interface Rolled {
  readonly deployments: number;
  readonly verdicts: Readonly<Record<string, number>>;
  /** From the push to the last verdict, in seconds of this machine. */
  readonly seconds: number;
  /** Of Slipway's functions, a deployment, by name; those that were throttled included. */
  readonly calls: Readonly<Record<string, number>>;
  readonly callsEach: number;
  /** Of all deployments together. */
  readonly throttled: number;
}

/** Pushes a first release to the fleet, and waits until each of its services has a verdict. */
export async function roll(
  cloud: Cloud,
  fleet: Fleet,
  progress: (text: string) => void = () => undefined,
): Promise<Rolled> {
  const verdicts = new Map<string, string>();
  const stopEvents = cloud.events.onEvent((event) => {
    if (event['detail-type'] !== 'Deployment Ended') return;
    const { pipeline, deployment, verdict } = event.detail as Record<string, string>;
    if (pipeline === fleet.name) verdicts.set(deployment ?? '', verdict ?? 'none');
  });
  let throttled = 0;
  const stopCalls = cloud.gateway.onCall(({ error }) => {
    if (error === 'ThrottlingException') throttled++;
  });
  await quiet(cloud);
  const usage = new Usage(cloud);
  const began = performance.now();
  try {
    await fleet.push('first');
    const limit = began + 120_000 + LIMIT_EACH_MS * fleet.services.length;
    while (verdicts.size < fleet.services.length && performance.now() < limit) {
      await sleep(1000);
      progress(
        `${verdicts.size} of ${fleet.services.length} deployments have ended, ${throttled} calls throttled`,
      );
    }
    const seconds = (performance.now() - began) / 1000;
    await sleep(SETTLE_MS);
    const calls = usage.callsEach(fleet.services.length);
    return {
      deployments: fleet.services.length,
      verdicts: counted(fleet.services.length, [...verdicts.values()]),
      seconds,
      calls,
      callsEach: Object.values(calls).reduce((sum, count) => sum + count, 0),
      throttled,
    };
  } finally {
    stopEvents();
    stopCalls();
    usage.close();
  }
}

/** What was set up before still tells of itself by events, which wake functions: those calls are none of the push's. */
async function quiet(cloud: Cloud): Promise<void> {
  let calledAt = performance.now();
  const stop = cloud.gateway.onCall(({ caller }) => {
    if (caller.roleArn !== undefined) calledAt = performance.now();
  });
  while (performance.now() - calledAt < QUIET_MS) await sleep(QUIET_MS / 4);
  stop();
}

function counted(wanted: number, verdicts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return verdicts.length < wanted ? { ...counts, lost: wanted - verdicts.length } : counts;
}
