import type { Task as Description, TaskField } from '@aws-sdk/client-ecs';
import { attachmentsOf } from './attachments.ts';
import { describeContainer } from './describe-container.ts';
import { resolvedPlatform } from './platform.ts';
import type { Task } from './task.ts';

/** Gigabytes that a task on Fargate has where it asks for no others (developer guide, "Fargate task ephemeral storage"). */
const FARGATE_STORAGE = 20;

export function describeTask(task: Task, include: readonly TaskField[] = []): Description {
  const { plan } = task;
  const { description: definition } = plan.definition;
  const cpu = plan.overrides.cpu ?? definition.cpu;
  const memory = plan.overrides.memory ?? definition.memory;
  return {
    taskArn: task.arn,
    clusterArn: plan.cluster.arn,
    taskDefinitionArn: plan.definition.arn,
    group: plan.group,
    ...(plan.startedBy === undefined ? {} : { startedBy: plan.startedBy }),
    launchType: plan.launchType,
    ...(plan.capacityProviderName === undefined ? {} : { capacityProviderName: plan.capacityProviderName }),
    ...(plan.launchType === 'FARGATE' ? onFargate(task) : {}),
    availabilityZone: task.availabilityZone,
    ...(cpu ? { cpu } : {}),
    ...(memory ? { memory } : {}),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.healthStatus,
    ...(task.moments.connectivityAt ? { connectivity: 'CONNECTED' as const } : {}),
    ...task.moments,
    ...(task.stopCode ? { stopCode: task.stopCode } : {}),
    ...(task.stoppedReason ? { stoppedReason: task.stoppedReason } : {}),
    attachments: attachmentsOf(task),
    attributes: [
      {
        name: 'ecs.cpu-architecture',
        value: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
      },
    ],
    containers: task.containers.map((container) => describeContainer(task, container)),
    inferenceAccelerators: definition.inferenceAccelerators ?? [],
    overrides: {
      inferenceAcceleratorOverrides: [],
      ...plan.overrides,
      // ECS names every container here, also those that nothing is changed of.
      containerOverrides: task.containers.map(({ name, override }) => override ?? { name }),
    },
    enableExecuteCommand: plan.enableExecuteCommand,
    version: task.version,
    tags: include.includes('TAGS') ? [...plan.tags] : [],
  };
}

function onFargate({ plan }: Task): Partial<Description> {
  const { platformVersion, overrides, definition } = plan;
  const storage = overrides.ephemeralStorage ??
    definition.description.ephemeralStorage ?? { sizeInGiB: FARGATE_STORAGE };
  return {
    platformVersion: resolvedPlatform(platformVersion),
    platformFamily: 'Linux',
    ephemeralStorage: storage,
    fargateEphemeralStorage: storage,
  };
}
