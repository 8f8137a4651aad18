import type { Context } from '../context.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/**
 * What a container finds in its environment of where it runs, and who it is.
 *
 * On AWS the task role's credentials come from an endpoint; here they are variables, which every SDK reads as well.
 * @throws TaskStartError when a role does not exist or does not let ECS tasks have it
 */
export function roleEnvironment({ account, identities }: Context, task: Task): Record<string, string> {
  const { taskRoleArn, executionRoleArn } = task.plan.definition.description;
  const { overrides } = task.plan;
  const assume = (roleArn: string) => {
    try {
      return identities.assume(roleArn, task.id, { service: 'ecs-tasks.amazonaws.com' });
    } catch (cause) {
      throw new TaskStartError(
        `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role ` +
          'being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.',
        { cause },
      );
    }
  };
  const execution = overrides.executionRoleArn ?? executionRoleArn;
  if (execution) assume(execution);
  const role = overrides.taskRoleArn ?? taskRoleArn;
  const credentials = role ? assume(role) : undefined;
  return {
    AWS_EXECUTION_ENV: `AWS_ECS_${task.plan.launchType}`,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    ...(credentials
      ? {
          AWS_ENDPOINT_URL: account.endpoint,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_SESSION_TOKEN: credentials.sessionToken,
        }
      : {}),
  };
}
