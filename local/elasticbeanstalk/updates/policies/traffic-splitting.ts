import { HEALTH_INTERVAL } from '../../health/watch.ts';
import type { Instance } from '../../instances/instance.ts';
import { runCommand } from '../command.ts';
import { idsOf, launchInstances, register, removeInstances } from '../fleet.ts';
import { passes, passHealthChecks } from '../gate.ts';
import { OperationFailed, type Run } from '../operation.ts';
import type { Policy } from './policy.ts';

/**
 * "Traffic splitting": a full set of new instances gets a part of the requests for a while. Where they stay well, they
 * get all of them and the old ones go; else, or where it is broken off, the new ones go.
 */
export const trafficSplitting: Policy = async (run, { release }) => {
  const { environment, context, signal } = run;
  const { front } = environment;
  const { groupArn, otherGroupArn } = environment;
  if (front?.kind !== 'balancer' || groupArn === undefined || otherGroupArn === undefined)
    throw new OperationFailed('Traffic splitting needs an application load balancer.');
  const { options } = environment;
  if (options.is('aws:elasticbeanstalk:environment:process:default', 'StickinessEnabled')) {
    const why = 'the local cloud does not split traffic between target groups with sticky sessions.';
    run.tell(why, 'ERROR');
    throw new OperationFailed(why);
  }
  const percent = options.number('aws:elasticbeanstalk:trafficsplitting', 'NewVersionPercent');
  const minutes = options.number('aws:elasticbeanstalk:trafficsplitting', 'EvaluationTime');
  const old = environment.living;
  const share = (toNew: number) =>
    context.targetGroups.setForward(front.balancer.listenerArn, [
      { targetGroupArn: groupArn, weight: 100 - toNew },
      { targetGroupArn: otherGroupArn, weight: toNew },
    ]);
  run.tell(`Traffic splitting deployment policy enabled. Launching ${old.length} new instance(s).`);
  const added = await launchInstances(context, environment, old.length, signal);
  try {
    await runCommand(run, added, release);
    signal.throwIfAborted();
    // A group is checked while requests can go to it.
    share(0);
    register(context, environment, added, otherGroupArn);
    run.tell(`Waiting for instance(s) (${idsOf(added)}) to pass health checks.`);
    await passHealthChecks(run, added);
    run.tell(`Routing ${percent} % of traffic to the new application version for ${minutes} minute(s).`);
    share(percent);
    await evaluate(run, added, minutes);
  } catch (error) {
    run.operation.abortable = false;
    run.tell('Routing all traffic to the original instances. Terminating new instances.');
    context.targetGroups.setForward(front.balancer.listenerArn, [{ targetGroupArn: groupArn, weight: 1 }]);
    await removeInstances(context, environment, added);
    throw error;
  }
  run.operation.abortable = false;
  context.targetGroups.setForward(front.balancer.listenerArn, [{ targetGroupArn: otherGroupArn, weight: 1 }]);
  front.current = front.current === 0 ? 1 : 0;
  run.tell('All traffic is routed to the new application version. Terminating original instances.');
  await removeInstances(context, environment, old);
};

/** @throws OperationFailed where the new instances do not stay well; the signal's reason */
async function evaluate(run: Run, added: readonly Instance[], minutes: number): Promise<void> {
  const { context, environment, signal } = run;
  const until = context.clock.elapsed() + minutes * 60_000;
  const ignored = environment.options.is('aws:elasticbeanstalk:command', 'IgnoreHealthCheck');
  while (context.clock.elapsed() < until) {
    await context.clock.wait(HEALTH_INTERVAL, signal);
    const failing = added.filter((instance) => !passes(run, instance));
    if (failing.length === 0 || ignored) continue;
    const why = `Instance id(s) '${failing.map(({ id }) => id).join(',')}' did not pass health check after command execution. Aborting the operation.`;
    run.tell(why, 'ERROR');
    throw new OperationFailed(why);
  }
}
