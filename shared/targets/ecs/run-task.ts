import {
  RunTaskCommand,
  type RunTaskCommandInput,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { TASK_STARTED_BY } from '../../../events/index.ts';
import { Rejected, Retryable } from '../../deployment/errors.ts';

import type { OneOffTask, StartedTask, TaskMark } from '../../deployment/task.ts';
import { describeDefinition } from './definition.ts';
import { describeService } from './describe.ts';
import type { EcsService } from './target.ts';

/**
 * Starts one task of a revision where the service's own would run: the same launch type or capacity providers, network,
 * platform version and constraints. The same token is the same task for a day, or until ECS has forgotten the stopped task.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
export async function runTask(
  service: EcsService,
  revision: string,
  task: OneOffTask,
  once: TaskMark,
): Promise<StartedTask> {
  const [found, definition] = await Promise.all([
    describeService(service, ['TAGS']),
    describeDefinition(service, revision),
  ]);
  if (found === undefined) throw new Rejected(`the ${service.name} is gone`);
  const container = containerOf(service, definition, task);
  const input: RunTaskCommandInput = {
    cluster: service.settings.cluster,
    taskDefinition: revision,
    clientToken: once.token,
    startedBy: `${TASK_STARTED_BY}${once.deployment}`,
    ...placeOf(found),
    ...tagsOf(found),
    overrides: overridesOf(task, container),
  };
  try {
    const { tasks = [], failures = [] } = await service.ecs.send(new RunTaskCommand(input));
    const id = tasks[0]?.taskArn;
    if (id !== undefined) return { id, container };
    const why = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).join('; ');
    throw new Retryable(`ECS found no place for the task ${task.name}: ${why || 'it gave no reason'}`);
  } catch (error) {
    // The service was changed between two tries of the same start: the first one's task is the one.
    const known = startedBefore(error);
    if (known !== undefined) return { id: known, container };
    throw error;
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#API_RunTask_Errors */
function startedBefore(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ConflictException') return undefined;
  const { resourceIds } = error as { resourceIds?: readonly string[] };
  return resourceIds?.[0];
}

function containerOf(
  service: EcsService,
  { containerDefinitions = [] }: TaskDefinition,
  task: OneOffTask,
): string {
  const names = containerDefinitions.map(({ name = '' }) => name);
  if (task.container !== undefined) {
    if (names.includes(task.container)) return task.container;
    throw new Rejected(
      `the task ${task.name} is of the container ${task.container}, which the revision has not: it has ${names.join(', ')}`,
    );
  }
  const ours = containerDefinitions
    .filter(({ name = '', image = '' }) => service.isOurs({ name, image }))
    .map(({ name = '' }) => name);
  const [only, another] = ours;
  if (only !== undefined && another === undefined) return only;
  const which = only === undefined ? `none of ${names.join(', ')}` : ours.join(' and ');
  throw new Rejected(
    `the task ${task.name} names no container, and ${which} gets the image: name one under "container"`,
  );
}

function placeOf(found: Service): Partial<RunTaskCommandInput> {
  const { launchType, capacityProviderStrategy = [], networkConfiguration, platformVersion } = found;
  const { placementConstraints = [] } = found;
  return {
    // ECS takes one of the two.
    ...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : launchType && { launchType }),
    ...(networkConfiguration && { networkConfiguration }),
    ...(platformVersion && { platformVersion }),
    ...(placementConstraints.length > 0 && { placementConstraints }),
  };
}

/** RunTask takes tags from the definition only: those that tasks get from their service are given by hand. */
function tagsOf({ propagateTags, tags = [], enableECSManagedTags }: Service): Partial<RunTaskCommandInput> {
  // Those that AWS itself has set cannot be given.
  const own = tags.filter(({ key }) => !key?.startsWith('aws:'));
  return {
    ...(enableECSManagedTags && { enableECSManagedTags }),
    ...(propagateTags === 'TASK_DEFINITION' && { propagateTags }),
    ...(propagateTags === 'SERVICE' && own.length > 0 && { tags: own }),
  };
}

function overridesOf(
  { command, environment = {}, cpu, memory }: OneOffTask,
  name: string,
): RunTaskCommandInput['overrides'] {
  const variables = Object.entries(environment).map(([key, value]) => ({ name: key, value }));
  return {
    containerOverrides: [
      { name, command: [...command], ...(variables.length > 0 ? { environment: variables } : {}) },
    ],
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memory === undefined ? {} : { memory: String(memory) }),
  };
}
