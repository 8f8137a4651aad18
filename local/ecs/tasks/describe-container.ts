import type { Container as Description, NetworkBinding } from '@aws-sdk/client-ecs';
import type { ContainerRun } from './container-run.ts';
import type { Task } from './task.ts';

export function describeContainer(task: Task, container: ContainerRun): Description {
  const { definition, override } = container;
  const memory = override?.memory ?? definition.memory;
  const memoryReservation = override?.memoryReservation ?? definition.memoryReservation;
  const isAwsvpc = task.networkMode === 'awsvpc';
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
    networkBindings: isAwsvpc ? [] : bindingsOf(container),
    networkInterfaces:
      isAwsvpc && task.interface
        ? [{ attachmentId: task.interface.attachmentId, privateIpv4Address: task.interface.address }]
        : [],
    healthStatus: container.healthStatus,
    cpu: String(override?.cpu ?? definition.cpu ?? 0),
    ...(memory === undefined ? {} : { memory: String(memory) }),
    ...(memoryReservation === undefined ? {} : { memoryReservation: String(memoryReservation) }),
  };
}

/** Where its ports are on this machine. A fixed `hostPort` is not kept: the engine takes a free one. */
function bindingsOf({ definition, endpoints }: ContainerRun): NetworkBinding[] {
  return (definition.portMappings ?? []).flatMap(({ containerPort = 0, protocol = 'tcp' }) => {
    const endpoint = endpoints.get(containerPort);
    return endpoint ? [{ bindIP: endpoint.host, containerPort, hostPort: endpoint.port, protocol }] : [];
  });
}
