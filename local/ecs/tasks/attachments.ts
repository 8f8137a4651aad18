import type { Attachment } from '@aws-sdk/client-ecs';
import type { Task } from './task.ts';

/** A task's network interface from its making on; only tasks in the network mode awsvpc have one. */
export function attachmentsOf(task: Task): Attachment[] {
  if (task.networkMode !== 'awsvpc') return [];
  const { interface: attached, attachmentId, subnet } = task;
  return [
    {
      id: attachmentId,
      type: 'ElasticNetworkInterface',
      status: statusOf(task),
      details: [
        ...(subnet ? [{ name: 'subnetId', value: subnet }] : []),
        ...(attached
          ? [
              { name: 'networkInterfaceId', value: attached.interfaceId },
              { name: 'macAddress', value: attached.macAddress },
              { name: 'privateIPv4Address', value: attached.address },
            ]
          : []),
      ],
    },
  ];
}

/** API reference, Attachment. */
function statusOf({ interface: attached, lastStatus }: Task): string {
  if (lastStatus === 'STOPPED') return 'DELETED';
  if (lastStatus === 'DEPROVISIONING') return 'DETACHING';
  return attached ? 'ATTACHED' : 'PRECREATED';
}
