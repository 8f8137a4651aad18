import type { Container, Task as Description, TaskField } from '@aws-sdk/client-ecs';
import type { ContainerRun } from './container-run.ts';
import type { Task } from './task.ts';

export function describeTask(task: Task, include: readonly TaskField[] = []): Description {
  const { plan } = task;
  const { description: definition } = plan.definition;
  return {
    taskArn: task.arn,
    clusterArn: plan.cluster.arn,
    taskDefinitionArn: plan.definition.arn,
    group: plan.group,
    ...(plan.startedBy === undefined ? {} : { startedBy: plan.startedBy }),
    launchType: plan.launchType,
    ...(plan.launchType === 'FARGATE'
      ? { platformVersion: plan.platformVersion ?? '1.4.0', platformFamily: 'Linux' }
      : {}),
    ...(definition.cpu ? { cpu: plan.overrides.cpu ?? definition.cpu } : {}),
    ...(definition.memory ? { memory: plan.overrides.memory ?? definition.memory } : {}),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: task.healthStatus,
    connectivity: 'CONNECTED',
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
    overrides: {
      inferenceAcceleratorOverrides: [],
      ...plan.overrides,
      containerOverrides: plan.overrides.containerOverrides ?? task.containers.map(({ name }) => ({ name })),
    },
    enableExecuteCommand: plan.enableExecuteCommand,
    version: task.version,
    tags: include.includes('TAGS') ? [...plan.tags] : [],
  };
}

function describeContainer(task: Task, container: ContainerRun): Container {
  const { definition } = container;
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: definition.image,
    ...(container.image ? { imageDigest: container.image.digest } : {}),
    ...(container.runtimeId === undefined ? {} : { runtimeId: container.runtimeId }),
    lastStatus: container.lastStatus,
    ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
    ...(container.reason === undefined ? {} : { reason: container.reason }),
    networkBindings: [],
    networkInterfaces: task.interface
      ? [{ attachmentId: task.interface.attachmentId, privateIpv4Address: task.interface.address }]
      : [],
    healthStatus: container.healthStatus,
    cpu: String(definition.cpu ?? 0),
    ...(definition.memory === undefined ? {} : { memory: String(definition.memory) }),
  };
}

function attachmentsOf(task: Task): Description['attachments'] {
  if (!task.interface) return [];
  const { attachmentId, interfaceId, macAddress, address } = task.interface;
  const subnet = task.plan.networkConfiguration?.awsvpcConfiguration?.subnets?.[0];
  const status = { STOPPED: 'DELETED', DEPROVISIONING: 'DETACHING' }[task.lastStatus as string] ?? 'ATTACHED';
  return [
    {
      id: attachmentId,
      type: 'ElasticNetworkInterface',
      status,
      details: [
        ...(subnet ? [{ name: 'subnetId', value: subnet }] : []),
        { name: 'networkInterfaceId', value: interfaceId },
        { name: 'macAddress', value: macAddress },
        { name: 'privateIPv4Address', value: address },
      ],
    },
  ];
}
