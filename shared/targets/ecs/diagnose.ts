import { DescribeServiceDeploymentsCommand, type Task } from '@aws-sdk/client-ecs';
import { type Cause, mergeCauses } from '../../deployment/causes.ts';
import { describeService } from './describe.ts';
import { groupTasks } from './group-tasks.ts';
import { quoteLine } from './quote-line.ts';
import { unusualEvents } from './service-events.ts';
import type { EcsService } from './target.ts';
import { unhealthyTargets } from './target-health.ts';
import { describeTasksSince } from './tasks-since.ts';
import { whatItWrote } from './what-it-wrote.ts';

/**
 * Why the tasks of a rollout did not stay up or are not well: what they stopped of, what one of them wrote last, what the
 * load balancer finds of its targets, and what ECS says of the service. About ten calls, however long the rollout took; what
 * cannot be had is left out. ECS describes a stopped task for an hour, and a target is gone with its task: ask in time.
 */
export async function diagnose(service: EcsService, rollout: string): Promise<Cause[]> {
  const began = await beginningOf(service, rollout).catch(() => 0);
  const found = await describeService(service).catch(() => undefined);
  const [stopped, targets] = await Promise.all([
    describeTasksSince(service, 'STOPPED', began).catch((): Task[] => []),
    found === undefined ? [] : unhealthyTargets(service, found),
  ]);
  const groups = groupTasks(stopped);
  const example = groups[0]?.example ?? (await oneThatRuns(service, began));
  const wrote = example === undefined ? [] : await whatItWrote(service, example);
  const causes = [
    ...groups.map(({ cause }) => cause),
    ...wrote,
    ...targets,
    ...unusualEvents(found, began, groups.length + targets.length > 0),
  ];
  return mergeCauses(causes.map((cause) => ({ ...cause, text: quoteLine(cause.text, MOST_OF_A_CAUSE) })));
}

/** Characters: a reason of ECS is 1,024 at most, and words stand around it. */
const MOST_OF_A_CAUSE = 1200;

/** Milliseconds since 1970. */
async function beginningOf({ ecs }: EcsService, rollout: string): Promise<number> {
  const { serviceDeployments } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [rollout] }),
  );
  return serviceDeployments?.[0]?.createdAt?.getTime() ?? 0;
}

/** Where none stopped by itself, what a new one writes tells the most: it runs, and answers what it should not. */
async function oneThatRuns(service: EcsService, began: number): Promise<Task | undefined> {
  const tasks = await describeTasksSince(service, 'RUNNING', began).catch((): Task[] => []);
  return tasks.find(({ lastStatus }) => lastStatus === 'RUNNING');
}
