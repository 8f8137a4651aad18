import type { RoleCredentials } from '../../parts.ts';
import type { Context } from '../context.ts';
import { checkTaskRole, notAssumed } from './execution-role.ts';
import type { TaskPlan } from './plan.ts';
import type { Task } from './task.ts';

/**
 * On AWS the task role's credentials come from an endpoint, always fresh ones. Here they are variables, so they last
 * longer than any task: ten years, in seconds.
 */
const LASTING_SECONDS = 10 * 365 * 86_400;

/**
 * The role that a task acts under, if it has one. Looked at when it is asked for as well as when it starts.
 * @throws TaskStartError when a role does not exist or does not let ECS tasks have it
 */
export function assumeRoles(
  { identities }: Pick<Context, 'identities'>,
  { definition, overrides }: Pick<TaskPlan, 'definition' | 'overrides'>,
  session: string,
): RoleCredentials | undefined {
  const assume = (roleArn: string) => {
    try {
      const principal = { service: 'ecs-tasks.amazonaws.com' };
      return identities.assume(roleArn, session, principal, { seconds: LASTING_SECONDS });
    } catch (cause) {
      throw notAssumed(roleArn, cause);
    }
  };
  const { taskRoleArn, executionRoleArn } = definition.description;
  const execution = overrides.executionRoleArn ?? executionRoleArn;
  if (execution) checkTaskRole(identities, execution, session);
  const role = overrides.taskRoleArn ?? taskRoleArn;
  return role ? assume(role) : undefined;
}

/**
 * What a container finds in its environment of where it runs, and who it is.
 *
 * On AWS the task role's credentials come from an endpoint; here they are variables, which every SDK reads as well.
 * @throws TaskStartError when a role does not exist or does not let ECS tasks have it
 */
export function roleEnvironment(context: Context, task: Task): Record<string, string> {
  const { account } = context;
  const credentials = assumeRoles(context, task.plan, task.id);
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
