import type { Cloud } from '../../local/cloud.ts';
import { parseFault } from '../../local/faults/text.ts';

/** What can be wrong with the cloud all the while: by name, the fault and how much longer everything may take then. */
export const WEATHERS: Readonly<Record<string, { readonly fault: string; readonly patience: number }>> = {
  pages: { fault: 'pages:1', patience: 2 },
  doubled: { fault: 'double-events', patience: 2 },
  // What Slipway itself says on its own bus is how these tests learn of it.
  lost: { fault: 'lose-events:source=aws.', patience: 2 },
  throttled: { fault: 'throttle:share=0.2,seed=1', patience: 5 },
  latency: { fault: 'latency:milliseconds=300', patience: 5 },
};

/** Tries of a test's own calls: they are throttled like all others. */
const OWN_TRIES = '12';

function current(): { readonly fault: string; readonly patience: number } | undefined {
  const name = process.env.SLIPWAY_TEST_WEATHER;
  if (name === undefined || name === '') return undefined;
  const weather = WEATHERS[name];
  if (!weather)
    throw new Error(`SLIPWAY_TEST_WEATHER must be one of ${Object.keys(WEATHERS).join(', ')}, not ${name}`);
  return weather;
}

/** Begins the weather that `SLIPWAY_TEST_WEATHER` asks for, and lasts as long as the cloud. */
export function bringWeather(cloud: Cloud): void {
  const weather = current();
  if (!weather) return;
  process.env.AWS_MAX_ATTEMPTS = OWN_TRIES;
  cloud.faults.add(parseFault(weather.fault));
}

/** Whether events of AWS's services come at all. */
export function eventsCome(): boolean {
  return current() !== WEATHERS.lost;
}

/** How long to wait for what takes at most so long in good weather. */
export function patience(milliseconds: number): number {
  return milliseconds * (current()?.patience ?? 1);
}
