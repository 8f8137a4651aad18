import type { Context } from '../context.ts';
import type { Environment } from '../environments/environment.ts';
import { hostOf, nameFront } from './front.ts';
import { beginOperation, endOperation, inBackground } from './operation.ts';

/** Seconds that a swap takes. */
const SWAP = 5;

/**
 * Seconds for which resolvers then keep the old address: the TTL with which the names were seen, which AWS does not
 * document. Here there is one resolver, which had just asked.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html
 */
const NAME_TTL = 60;

/** Each gets the other's name. Returns at once; to whom the names lead changes when the old answers have run out. */
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
    // The words are those of "eb swap" in the EB CLI's reference.
    run.tell('swapEnvironmentCNAMEs is starting.');
    run.tell(`Swapping CNAMEs for environments ${pair}.`);
  }
  const [first] = runs;
  if (!first) return;
  inBackground(first, async () => {
    await context.clock.wait(SWAP, AbortSignal.any(both.map(({ ending }) => ending.signal)));
    [source.cname, destination.cname] = [destination.cname, source.cname];
    for (const run of runs) {
      const { environment } = run;
      // It is asked then what holds then: they may have been swapped again.
      const asked = context.clock.after(NAME_TTL, () => nameFront(context, environment));
      environment.ending.signal.addEventListener('abort', () => asked.cancel());
      run.tell(`'${hostOf(environment.cname)}' now points to '${environment.dnsName}'.`);
      run.tell(`Completed swapping CNAMEs for environments ${pair}.`);
      endOperation(run, false);
    }
  });
}
