import { NO_FARGATE, NO_MEMORY, placeOf } from '../capacity.ts';
import type { Context } from '../context.ts';
import { announceAction } from '../services/announce.ts';
import type { Deployment } from '../services/deployment.ts';
import type { Service } from '../services/service.ts';
import { spread } from '../tasks/placement.ts';
import { checkRoles } from '../tasks/roles.ts';
import { TaskStartError } from '../tasks/task-start-error.ts';
import { startServiceTask } from './start-task.ts';

/** Who looks at the roles of a task that there is not yet. */
const SESSION = 'ServiceScheduler';

/**
 * Starts tasks of a deployment, as many as can be, and tells of both in the service's events. False where some could
 * not be launched: there is no task then that could tell why.
 */
export function launch(
  context: Context,
  service: Service,
  { deployment, count, wake }: { deployment: Deployment; count: number; wake: () => void },
): boolean {
  const refused = roleProblem(context, deployment);
  if (refused !== undefined) {
    tellNotLaunched(context, service, refused);
    return false;
  }
  const { definition, workload } = deployment.revision;
  const place = { ...service, group: `service:${service.name}`, definition };
  const placements = spread(service.launchTypeOf(workload), workload.capacityProviderStrategy ?? [], {
    count,
    there: service
      .tasksOf(deployment)
      .flatMap(({ task }) => (task.serving ? (task.plan.capacityProviderName ?? []) : [])),
  }).filter(() => !context.capacity?.isLacking(placeOf(place)));
  if (placements.length < count) tellNotPlaced(context, service, deployment);
  if (placements.length === 0) return false;
  const started = placements.map((placement) =>
    startServiceTask(context, service, { deployment, placement, wake }),
  );
  service.tell(
    `has started ${started.length} tasks: ${started.map(({ task }) => `(task ${task.id})`).join(' ')}.`,
    context.clock.date(),
  );
  return started.length === count;
}

/** Why ECS cannot take on a role of the tasks: it starts none then. */
function roleProblem(context: Context, { revision }: Deployment): string | undefined {
  try {
    checkRoles(context, { definition: revision.definition, overrides: {} }, SESSION);
    return undefined;
  } catch (error) {
    if (error instanceof TaskStartError) return error.message;
    throw error;
  }
}

/**
 * The message as it was seen in boto/boto3#1878; the event is the one that AWS names for a task role which it cannot
 * assume.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
function tellNotLaunched(context: Context, service: Service, reason: string): void {
  service.tell(`failed to launch a task with (error ${reason}).`, context.clock.date());
  announceAction(context, service, 'SERVICE_TASK_CONFIGURATION_FAILURE', reason);
}

function tellNotPlaced(context: Context, service: Service, { revision }: Deployment): void {
  const isFargate = service.launchTypeOf(revision.workload) === 'FARGATE';
  const why = isFargate
    ? `. Reason: ${NO_FARGATE}`
    : ' because no container instance met all of its requirements';
  service.tell(
    `was unable to place a task${why}. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
    context.clock.date(),
  );
  const reason = isFargate ? 'RESOURCE:FARGATE' : NO_MEMORY;
  announceAction(context, service, 'SERVICE_TASK_PLACEMENT_FAILURE', reason);
}
