import type {
  DeleteTaskDefinitionsRequest,
  DeleteTaskDefinitionsResponse,
  Failure,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { nameOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { isInUse } from '../task-definitions/in-use.ts';

/** API reference, DeleteTaskDefinitions. */
const MOST_AT_ONCE = 10;

/** Seconds between the looks whether the last user of a revision has ended. AWS names no number. */
const LOOK_AGAIN_AFTER = 60;

/** Deregistered revisions go from DELETE_IN_PROGRESS for good when no service and no task uses them any more. */
export const deleteTaskDefinitions =
  (context: Context): Operation<DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse> =>
  (input) => {
    const { definitions, clock } = context;
    const asked = input.taskDefinitions ?? [];
    if (asked.length > MOST_AT_ONCE)
      throw new AwsError(
        'InvalidParameterException',
        `At most ${MOST_AT_ONCE} task definitions can be deleted at once.`,
      );
    const deleted: TaskDefinition[] = [];
    const failures: Failure[] = [];
    for (const reference of asked) {
      // A family alone names no revision.
      const found = nameOf(reference).includes(':') ? definitions.get(reference) : undefined;
      if (!found)
        failures.push({
          arn: reference,
          reason:
            'The specified task definition does not exist. Specify a valid task definition ARN and try again.',
        });
      else if (found.description.status === 'ACTIVE')
        failures.push({
          arn: found.arn,
          reason:
            'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
        });
      else if (found.description.status === 'DELETE_IN_PROGRESS') deleted.push(found.description);
      else {
        found.description = {
          ...found.description,
          status: 'DELETE_IN_PROGRESS',
          deleteRequestedAt: clock.date(),
        };
        deleted.push(found.description);
        removeWhenUnused(context, found.arn);
      }
    }
    return { taskDefinitions: deleted, failures };
  };

function removeWhenUnused(context: Context, arn: string): void {
  context.clock.after(LOOK_AGAIN_AFTER, () => {
    if (isInUse(context.clusters, arn)) removeWhenUnused(context, arn);
    else context.definitions.remove(arn);
  });
}
