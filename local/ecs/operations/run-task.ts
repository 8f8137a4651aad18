import type { RunTaskRequest, RunTaskResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { NO_FARGATE, NO_MEMORY, placeOf } from '../capacity.ts';
import type { Context } from '../context.ts';
import { activeDefinition, checkNetwork, invalid } from '../services/check.ts';
import { describeTask } from '../tasks/describe-task.ts';
import type { TaskPlan } from '../tasks/plan.ts';
import { run } from '../tasks/run.ts';

/** API reference, RunTask. */
const MOST_AT_ONCE = 10;

export const runTask =
  (context: Context): Operation<RunTaskRequest, RunTaskResponse> =>
  (input) => {
    const cluster = context.clusters.find(input.cluster);
    const definition = activeDefinition(context, input.taskDefinition);
    const count = input.count ?? 1;
    if (count < 1 || count > MOST_AT_ONCE) throw invalid(`count must be between 1 and ${MOST_AT_ONCE}.`);
    if (input.volumeConfigurations?.length)
      throw invalid('The local cloud does not support volumeConfigurations.');
    if (input.clientToken !== undefined) {
      // The same token gives back what it started (API reference, clientToken).
      const before = [...cluster.tasks.values()].filter(({ plan }) => plan.clientToken === input.clientToken);
      if (before.length > 0)
        return { tasks: before.map((task) => describeTask(task, ['TAGS'])), failures: [] };
    }
    checkNetwork(definition, input);
    for (const { name } of input.overrides?.containerOverrides ?? [])
      if (!definition.containers.some((container) => container.name === name))
        throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`);
    const plan: TaskPlan = {
      cluster,
      definition,
      group: input.group ?? `family:${definition.family}`,
      startedBy: input.startedBy,
      launchType: input.launchType ?? (input.capacityProviderStrategy ? 'FARGATE' : 'EC2'),
      platformVersion: input.platformVersion,
      networkConfiguration: input.networkConfiguration,
      overrides: input.overrides ?? {},
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      tags: [...(input.propagateTags === 'TASK_DEFINITION' ? definition.tags : []), ...(input.tags ?? [])],
      images: new Map(),
      loadBalancers: [],
      clientToken: input.clientToken,
    };
    const placed = Array.from({ length: count }).filter(() => !context.capacity?.isLacking(placeOf(plan)));
    const tasks = placed.map(() => run(context, plan));
    const reason = plan.launchType === 'FARGATE' ? NO_FARGATE : NO_MEMORY;
    return {
      tasks: tasks.map((task) => describeTask(task, ['TAGS'])),
      // On AWS those of EC2 name the instance; there are none here.
      failures: Array.from({ length: count - placed.length }, () => ({ reason })),
    };
  };
