import type { Caller } from '../../gateway/service.ts';
import { RoleLog } from '../../logs/role-log.ts';
import type { Account, ActingService } from '../../parts.ts';
import type { Context } from '../context.ts';
import type { Task } from './task.ts';
import { TaskStartError } from './task-start-error.ts';

/** What the agent needs to pull an image (developer guide, "Amazon ECS task execution IAM role"). */
const PULL_ACTIONS = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

const NOT_INITIALIZED =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:';

/**
 * What ECS does for a task before and while it runs: it pulls images, reads secrets and ships logs, all under the
 * task's execution role. A task without one is not judged: on EC2 the instance's role would be, which there is none of.
 */
export class ExecutionRole {
  readonly #context: Context;
  readonly #caller: Caller | undefined;

  /** @throws TaskStartError when the role does not exist or does not let ECS tasks have it */
  constructor(context: Context, task: Task) {
    const { executionRoleArn } = task.plan.definition.description;
    const roleArn = task.plan.overrides.executionRoleArn ?? executionRoleArn;
    this.#context = context;
    this.#caller = roleArn ? checkTaskRole(context, roleArn, task.id) : undefined;
  }

  /** @param repository its name. @throws TaskStartError when the role may not pull */
  checkPull(repository: string, image: string): void {
    const { region, id } = this.#context.account;
    const login = this.#refusal('ecr:GetAuthorizationToken', '*');
    if (login)
      throw new TaskStartError(
        `${NOT_INITIALIZED} unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: ${login}`,
      );
    const arn = `arn:aws:ecr:${region}:${id}:repository/${repository}`;
    for (const action of PULL_ACTIONS)
      if (this.#refusal(action, arn))
        throw new TaskStartError(
          `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: unexpected status from GET request to https://${image}: 403 Forbidden`,
        );
  }

  /** @param valueFrom a parameter's name or ARN. @throws TaskStartError */
  secret(valueFrom: string): string {
    const { account, parameters } = this.#context;
    const why = `${NOT_INITIALIZED} unable to retrieve secrets from ssm:`;
    if (valueFrom.includes(':secretsmanager:')) return this.#secretOf(valueFrom);
    const arn = valueFrom.startsWith('arn:')
      ? valueFrom
      : `arn:aws:ssm:${account.region}:${account.id}:parameter/${valueFrom.replace(/^\//, '')}`;
    const refusal = this.#refusal('ssm:GetParameters', arn);
    if (refusal)
      throw new TaskStartError(
        `${why} service call has been retried 1 time(s): AccessDeniedException: ${refusal}`,
      );
    try {
      return parameters.value(valueFrom);
    } catch (cause) {
      throw new TaskStartError(
        `${why} ${valueFrom}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }

  /**
   * `ARN[:json-key:version-stage:version-id]`.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   */
  #secretOf(valueFrom: string): string {
    const why = `${NOT_INITIALIZED} unable to retrieve secret from asm:`;
    const parts = valueFrom.split(':');
    const arn = parts.slice(0, 7).join(':');
    const [key = '', stage = '', version = ''] = parts.slice(7);
    if (stage !== '' || version !== '')
      throw new TaskStartError(`${why} ${valueFrom}: the local cloud keeps one version of a secret`);
    const refusal = this.#refusal('secretsmanager:GetSecretValue', arn);
    if (refusal)
      throw new TaskStartError(
        `${why} service call has been retried 1 time(s): AccessDeniedException: ${refusal}`,
      );
    try {
      const value = this.#context.secrets?.value(arn) ?? '';
      return key === '' ? value : memberOf(value, key);
    } catch (cause) {
      throw new TaskStartError(`${why} ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }

  /** @param arn of an object with variables. @throws Error when the role may not read it */
  checkFile(arn: string): void {
    const refusal = this.#refusal('s3:GetObject', arn);
    if (refusal) throw new Error(`AccessDenied: ${refusal}`);
  }

  /** A stream of the awslogs driver. @throws TaskStartError when the role may not make it */
  openLog(group: string, stream: string): RoleLog {
    const { account } = this.#context;
    // The owner's calls are not judged.
    const owner = { arn: `arn:aws:iam::${account.id}:root`, accountId: account.id };
    const log = new RoleLog(this.#context, this.#caller ?? owner, group, stream);
    const refusal = log.open();
    if (refusal === undefined) return log;
    throw new TaskStartError(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: ${refusal} : exit status 1`,
    );
  }

  #refusal(action: string, resource: string): string | undefined {
    return this.#caller && this.#context.refuses(this.#caller, action, resource);
  }
}

/** @throws Error when the secret is no JSON, or has no such key */
function memberOf(value: string, key: string): string {
  const members: unknown = JSON.parse(value);
  const found = new Map(Object.entries(typeof members === 'object' && members !== null ? members : {})).get(
    key,
  );
  if (found === undefined)
    throw new Error(`retrieved secret from Secrets Manager did not contain json key ${key}`);
  return String(found);
}

/**
 * Whom a task's roles have to trust. AWS says of `aws:SourceArn` that policies can compare it with all clusters of an
 * account and region, not with one: so it has no more in it than these.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export const actingForTasks = ({ region, id }: Account): ActingService => ({
  service: 'ecs-tasks.amazonaws.com',
  sourceArn: `arn:aws:ecs:${region}:${id}:*`,
});

/** Who ECS is under a task's role. @throws TaskStartError */
export function checkTaskRole(
  { identities, account }: Pick<Context, 'identities' | 'account'>,
  roleArn: string,
  session: string,
): Caller {
  try {
    return identities.actor(roleArn, session, actingForTasks(account));
  } catch (cause) {
    throw notAssumed(roleArn, cause);
  }
}

export function notAssumed(roleArn: string, cause: unknown): TaskStartError {
  return new TaskStartError(
    `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role ` +
      'being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.',
    { cause },
  );
}
