import type { ContainerRun } from '../tasks/container-run.ts';
import { describeContainer } from '../tasks/describe-container.ts';
import { describeTask } from '../tasks/describe-task.ts';
import type { Task } from '../tasks/task.ts';

/** CPU units of one vCPU: the metadata of a task counts in these. */
const UNITS_PER_VCPU = 1024;

/** "Amazon ECS task metadata v4 JSON response for tasks on Fargate": the container, as far as it is known here. */
export function containerMetadata(task: Task, container: ContainerRun): object {
  const {
    name,
    image = '',
    imageDigest,
    exitCode,
    lastStatus,
    cpu,
    memory,
  } = describeContainer(task, container);
  const { cluster, definition } = task.plan;
  const { logDriver, options } = container.definition.logConfiguration ?? {};
  return {
    DockerId: container.runtimeId ?? '',
    Name: name,
    DockerName: name,
    Image: image,
    ...(imageDigest === undefined ? {} : { ImageID: imageDigest }),
    Labels: {
      'com.amazonaws.ecs.cluster': cluster.arn,
      'com.amazonaws.ecs.container-name': name,
      'com.amazonaws.ecs.task-arn': task.arn,
      'com.amazonaws.ecs.task-definition-family': definition.family,
      'com.amazonaws.ecs.task-definition-version': String(definition.revision),
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: lastStatus,
    ...(exitCode === undefined ? {} : { ExitCode: exitCode }),
    Limits: { CPU: Number(cpu), ...(memory === undefined ? {} : { Memory: Number(memory) }) },
    CreatedAt: task.moments.createdAt,
    Type: 'NORMAL',
    ...(logDriver ? { LogDriver: logDriver, LogOptions: options ?? {} } : {}),
    ContainerARN: container.arn,
    Networks: [
      {
        NetworkMode: task.networkMode,
        ...(task.interface ? { IPv4Addresses: [task.interface.address] } : {}),
      },
    ],
  };
}

/** The same page: the task. */
export function taskMetadata(task: Task): object {
  const { cpu, memory, launchType, availabilityZone, pullStartedAt, pullStoppedAt } = describeTask(task);
  const { cluster, definition, group } = task.plan;
  const service = /^service:(.+)$/.exec(group)?.[1];
  return {
    Cluster: cluster.arn,
    TaskARN: task.arn,
    Family: definition.family,
    Revision: String(definition.revision),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    ...(service === undefined ? {} : { ServiceName: service }),
    Limits: {
      ...(cpu ? { CPU: Number(cpu) / UNITS_PER_VCPU } : {}),
      ...(memory ? { Memory: Number(memory) } : {}),
    },
    PullStartedAt: pullStartedAt,
    PullStoppedAt: pullStoppedAt,
    AvailabilityZone: availabilityZone,
    LaunchType: launchType,
    Containers: task.containers.map((container) => containerMetadata(task, container)),
  };
}
