import type { TaskPlan } from './tasks/plan.ts';

/** A task that is to be placed. */
interface ToPlace {
  readonly cluster: string;
  /** None for a task that is not a service's. */
  readonly service?: string;
  readonly family: string;
}

/** Room for tasks. There are no instances here, so there is always enough but where a fault takes it away. */
export interface Capacity {
  /** Asked once for each task. */
  isLacking(task: ToPlace): boolean;
}

export function placeOf({
  cluster,
  group,
  definition,
}: Pick<TaskPlan, 'cluster' | 'group' | 'definition'>): ToPlace {
  const [, service] = /^service:(.+)$/.exec(group) ?? [];
  return { cluster: cluster.name, family: definition.family, ...(service === undefined ? {} : { service }) };
}

/** Why a task finds no room, as ECS words it. */
export const NO_FARGATE =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/** Of the kind `RESOURCE:…` ("Amazon ECS API failure reasons" in the developer guide). */
export const NO_MEMORY = 'RESOURCE:MEMORY';
