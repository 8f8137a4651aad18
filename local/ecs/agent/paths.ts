import type { Account } from '../../parts.ts';
import type { ContainerRun } from '../tasks/container-run.ts';
import type { Task } from '../tasks/task.ts';

/** Where the agent answers on the gateway's port: `/_ecs/v2/TASK` and `/_ecs/v4/TASK/CONTAINER`. */
export const PATHS = { all: '/_ecs/', credentials: 'v2', metadata: 'v4' } as const;

export const credentialsUri = ({ endpoint }: Account, { id }: Task) =>
  `${endpoint}${PATHS.all}${PATHS.credentials}/${id}`;

export const metadataUri = ({ endpoint }: Account, task: Task, { id }: ContainerRun) =>
  `${endpoint}${PATHS.all}${PATHS.metadata}/${task.id}/${id}`;
