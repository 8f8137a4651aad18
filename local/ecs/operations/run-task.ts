import type { RunTaskRequest, RunTaskResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { activeDefinition, checkNetwork, invalid } from '../services/check.ts';
import { describeTask } from '../tasks/describe-task.ts';
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
    const tasks = Array.from({ length: count }, () =>
      run(context, {
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
      }),
    );
    return { tasks: tasks.map((task) => describeTask(task, ['TAGS'])), failures: [] };
  };
