import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import { nameFront } from './front.ts';
import { beginOperation, endOperation, inBackground } from './operation.ts';

/**
 * Seconds that a swap takes. On AWS resolvers keep the old address for a minute or more on top ("Blue/Green
 * deployments with Elastic Beanstalk"); here a name leads to its new place at once.
 */
const SWAP = 5;

/** Each gets the other's name. Returns at once. */
export function swapNames(
  context: Context,
  source: Environment,
  destination: Environment,
  requestId: string,
): void {
  const both = [source, destination];
  const runs = both.map((environment) => beginOperation(context, environment, { requestId, kind: 'other' }));
  const pair = `'${source.name}' and '${destination.name}'`;
  for (const run of runs) {
    run.environment.become('Updating');
    run.tell(`Swapping CNAMEs for environments ${pair}.`);
  }
  const [first] = runs;
  if (!first) return;
  inBackground(first, async () => {
    await context.clock.wait(SWAP, AbortSignal.any(both.map(({ ending }) => ending.signal)));
    [source.cname, destination.cname] = [destination.cname, source.cname];
    for (const run of runs) {
      nameFront(context, run.environment);
      run.tell(`Completed swapping CNAMEs for environments ${pair}.`);
      endOperation(run, false);
    }
  });
}
