import type { RunTaskRequest, RunTaskResponse, Tag } from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { NO_FARGATE, NO_MEMORY, placeOf } from '../capacity.ts';
import type { Cluster } from '../clusters.ts';
import type { Context } from '../context.ts';
import { activeDefinition, checkNetwork } from '../services/check.ts';
import { checkTags, merged } from '../tagging.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import { checkRequest, countOf } from '../tasks/check-request.ts';
import { describeTask } from '../tasks/describe-task.ts';
import { placementsFor } from '../tasks/placement.ts';
import type { TaskPlan } from '../tasks/plan.ts';
import { checkRoles as checkTaskRoles } from '../tasks/roles.ts';
import { run } from '../tasks/run.ts';
import type { Task } from '../tasks/task.ts';
import { TaskStartError } from '../tasks/task-start-error.ts';

/** Hours for which a token is known, if its tasks can still be described ("Ensuring idempotency", RunTask). */
const TOKEN_KEPT = 24;

export const runTask =
  (context: Context): Operation<RunTaskRequest, RunTaskResponse> =>
  (input) => {
    const cluster = context.clusters.find(input.cluster);
    const { clientToken, ...rest } = input;
    const request =
      clientToken === undefined
        ? undefined
        : { clientToken, rest: JSON.stringify(rest), at: context.clock.elapsed() };
    const before = request ? startedBefore(context, cluster, request) : [];
    if (before.length > 0) return { tasks: before.map((task) => describeTask(task, ['TAGS'])), failures: [] };
    const definition = activeDefinition(context, input.taskDefinition);
    const placements = placementsFor(cluster, input, countOf(input));
    const [first = { launchType: 'EC2' as const }] = placements;
    checkNetwork(definition, { ...input, launchType: first.launchType });
    checkRequest(definition, input, first);
    checkRoles(context, definition, input);
    const tags = tagsOf(cluster, definition, input);
    const plan = {
      cluster,
      definition,
      group: input.group ?? `family:${definition.family}`,
      startedBy: input.startedBy,
      platformVersion: input.platformVersion,
      networkConfiguration: input.networkConfiguration,
      overrides: input.overrides ?? {},
      enableExecuteCommand: false,
      tags,
      images: new Map(),
      loadBalancers: [],
      request,
    } satisfies Partial<TaskPlan>;
    const placed = placements.filter(() => !context.capacity?.isLacking(placeOf(plan)));
    const tasks = placed.map((placement) => run(context, { ...plan, ...placement }));
    const reason = first.launchType === 'FARGATE' ? NO_FARGATE : NO_MEMORY;
    return {
      tasks: tasks.map((task) => describeTask(task, ['TAGS'])),
      // On AWS those of EC2 name the instance; there are none here.
      failures: Array.from({ length: placements.length - placed.length }, () => ({ reason })),
    };
  };

/** @throws AwsError ConflictException when the token was given with another request */
function startedBefore(
  { clock }: Context,
  cluster: Cluster,
  { clientToken, rest }: { clientToken: string; rest: string },
): Task[] {
  const since = clock.elapsed() - TOKEN_KEPT * 3_600_000;
  const before = [...cluster.tasks.values()].filter(
    ({ plan: { request } }) => request?.clientToken === clientToken && request.at >= since,
  );
  if (before.some(({ plan }) => plan.request?.rest !== rest))
    throw new AwsError(
      'ConflictException',
      'The RunTask request could not be processed due to conflicts: the clientToken is in use with another request.',
      { members: { resourceIds: before.map(({ arn }) => arn) } },
    );
  return before;
}

/** @throws AwsError ClientException: who asks for a task is told at once, unlike a service */
function checkRoles(context: Context, definition: Revision, { overrides = {} }: RunTaskRequest): void {
  try {
    checkTaskRoles(context, { definition, overrides }, 'RunTask');
  } catch (cause) {
    if (!(cause instanceof TaskStartError)) throw cause;
    throw new AwsError('ClientException', cause.message, { cause });
  }
}

/** A tag that was asked for is stronger than one of the definition's. @throws AwsError InvalidParameterException */
function tagsOf({ name }: Cluster, definition: Revision, input: RunTaskRequest): Tag[] {
  checkTags(input.tags ?? []);
  return [
    ...merged(input.propagateTags === 'TASK_DEFINITION' ? definition.tags : [], input.tags ?? []),
    ...(input.enableECSManagedTags ? [{ key: 'aws:ecs:clusterName', value: name }] : []),
  ];
}
