import type { RoleCredentials } from '../../parts.ts';
import { credentialsUri, metadataUri } from '../agent/paths.ts';
import type { Context } from '../context.ts';
import type { ContainerRun } from './container-run.ts';
import { actingForTasks, checkTaskRole, notAssumed } from './execution-role.ts';
import type { TaskPlan } from './plan.ts';
import type { Task } from './task.ts';

type Means = Pick<Context, 'identities' | 'account'>;
type Roles = Pick<TaskPlan, 'definition' | 'overrides'>;

/** Seconds for which credentials from the endpoint last; a task gets new ones before ("Amazon ECS task IAM role"). */
const FRESH_SECONDS = 6 * 3600;

/** Where credentials are variables nobody renews them, so they last longer than any task: ten years, in seconds. */
const LASTING_SECONDS = 10 * 365 * 86_400;

/** The role that a task acts under, if it has one. */
export const taskRoleOf = ({ definition, overrides }: Roles): string | undefined =>
  overrides.taskRoleArn ?? definition.description.taskRoleArn;

/**
 * Looks at both roles of a task, when it is asked for as well as when it starts.
 * @throws TaskStartError when one does not exist or does not let ECS tasks have it
 */
export function checkRoles(context: Means, plan: Roles, session: string): void {
  const execution = plan.overrides.executionRoleArn ?? plan.definition.description.executionRoleArn;
  for (const role of [execution, taskRoleOf(plan)]) if (role) checkTaskRole(context, role, session);
}

/** Fresh credentials of a task's role, for its agent to give out. @throws TaskStartError as `checkRoles` does */
export const freshCredentials = (context: Means, task: Task) => assumeTaskRole(context, task, FRESH_SECONDS);

function assumeTaskRole(
  { identities, account }: Means,
  { id, plan }: Task,
  seconds: number,
): RoleCredentials | undefined {
  const role = taskRoleOf(plan);
  if (!role) return undefined;
  try {
    return identities.assume(role, id, actingForTasks(account), { seconds });
  } catch (cause) {
    throw notAssumed(role, cause);
  }
}

/**
 * What a container finds in its environment of where it runs, and who it is.
 *
 * Where it can reach this machine's loopback, its role's credentials and its metadata are at the agent, as on AWS; else
 * the credentials are variables, which every SDK reads as well, and there is no metadata.
 * @throws TaskStartError when a role does not exist or does not let ECS tasks have it
 */
export function roleEnvironment(
  context: Context,
  task: Task,
  container: ContainerRun,
): Record<string, string> {
  const { account, engine } = context;
  checkRoles(context, task.plan, task.id);
  return {
    AWS_EXECUTION_ENV: `AWS_ECS_${task.plan.launchType}`,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    ...(engine.sharesLoopback
      ? { ECS_CONTAINER_METADATA_URI_V4: metadataUri(account, task, container) }
      : {}),
    ...(taskRoleOf(task.plan)
      ? {
          AWS_ENDPOINT_URL: account.endpoint,
          ...(engine.sharesLoopback ? agentVariables(context, task) : credentialVariables(context, task)),
        }
      : {}),
  };
}

/** On AWS it is the relative URI of an address that there is not here; SDKs read both alike. */
const agentVariables = ({ account }: Context, task: Task) => ({
  AWS_CONTAINER_CREDENTIALS_FULL_URI: credentialsUri(account, task),
  AWS_CONTAINER_AUTHORIZATION_TOKEN: task.token,
});

function credentialVariables(context: Context, task: Task): Record<string, string> {
  const credentials = assumeTaskRole(context, task, LASTING_SECONDS);
  return credentials
    ? {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
      }
    : {};
}
