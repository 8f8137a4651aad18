import type { Context } from '../context.ts';
import { announce, NOTICES } from '../environments/announce.ts';
import type { Environment } from '../environments/environment.ts';
import { removeInstances } from './fleet.ts';
import { removeFront } from './front.ts';

/** Ends all that an environment consists of. Returns at once; `ended` is when nothing is left of it. */
export function terminate(
  context: Context,
  environment: Environment,
  requestId: string,
): { readonly ended: Promise<void> } {
  environment.become('Terminating');
  environment.ending.abort();
  const tell = (message: string) => environment.tell(message, 'INFO', requestId);
  tell('terminateEnvironment is starting.');
  announce(context, environment, NOTICES.terminationStarted());
  const work = async () => {
    await removeInstances(context, environment, [...environment.instances]);
    await removeFront(context, environment);
    tell(`Deleted Auto Scaling group named: awseb-${environment.id}-stack-AWSEBAutoScalingGroup`);
    announce(context, environment, NOTICES.groupDeleted());
    environment.front = undefined;
    environment.operation = undefined;
    environment.become('Terminated');
    tell('terminateEnvironment completed successfully.');
    announce(context, environment, NOTICES.terminated());
  };
  const ended = work().catch((error: unknown) =>
    console.error(`local cloud: terminating ${environment.name} failed:`, error),
  );
  return { ended };
}
