import { GetRoleCommand } from '@aws-sdk/client-iam';
import { errorName } from '../../../aws/errors.ts';
import { error, type Finding } from '../../../deployment/finding.ts';
import { readSecrets } from './secret-references.ts';
import { type Check, containersOf, onFargate, type Subject } from './subject.ts';
import { trustsTasks } from './trust.ts';

/** The roles that the task definition names exist, and ECS tasks may take them. */
export const roles: Check = {
  about: 'A role',
  async find(subject) {
    const { taskRoleArn, executionRoleArn, family } = subject.definition;
    const found = await Promise.all([
      roleFits(subject, taskRoleArn, `taskRoleArn of the task definition ${family}`),
      roleFits(subject, executionRoleArn, `executionRoleArn of the task definition ${family}`),
    ]);
    return [...(executionRoleArn ? [] : executionRoleMissing(subject)), ...found.flat()];
  },
};

async function roleFits(
  { clients }: Subject,
  given: string | undefined,
  where: string,
): Promise<readonly Finding[]> {
  if (!given) return [];
  // ECS takes a role by its name too.
  const name = given.slice(given.lastIndexOf('/') + 1);
  try {
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: name }));
    if (given.startsWith('arn:') && Role?.Arn !== given) {
      const what = `The role ${given} does not exist; the one of that name here is ${Role?.Arn}.`;
      return [error(what, where, 'Correct its account and path.')];
    }
    if (trustsTasks(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))) return [];
    return [
      error(
        `ECS tasks may not take the role ${name}.`,
        where,
        'Let its trust policy allow sts:AssumeRole to the service ecs-tasks.amazonaws.com.',
      ),
    ];
  } catch (cause) {
    if (errorName(cause) !== 'NoSuchEntityException') throw cause;
    return [error(`The role ${name} does not exist.`, where, 'Create it, or name another one.')];
  }
}

/**
 * On Fargate there is no instance whose role would do.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
function executionRoleMissing(subject: Subject): readonly Finding[] {
  if (!onFargate(subject)) return [];
  const writesLogs = containersOf(subject).some(
    ({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs',
  );
  const needs = [
    'pull the image from ECR',
    ...(writesLogs ? ['write logs'] : []),
    ...(readSecrets(subject).length > 0 ? ['read secrets'] : []),
  ];
  return [
    error(
      `The task definition has no execution role, which Fargate needs to ${needs.join(' and ')}.`,
      `executionRoleArn of the task definition ${subject.definition.family}`,
      'Give it a role with the policy AmazonECSTaskExecutionRolePolicy.',
    ),
  ];
}
