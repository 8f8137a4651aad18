import { GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { errorName } from '../../../aws/errors.ts';
import { type Denied, denials, type Wanted } from '../../../aws/simulate.ts';
import { error, type Finding, warning } from '../../../deployment/finding.ts';
import { logPlaces } from './logs.ts';
import { registryOf } from './platforms.ts';
import { placeOf, readSecrets } from './secret-references.ts';
import { accountOf, type Check, partitionOf, type Subject } from './subject.ts';

/** The execution role may pull the image, write the logs and read the secrets. */
export const executionPermissions: Check = {
  about: 'What the execution role may do',
  async find(subject) {
    const { executionRoleArn, family } = subject.definition;
    if (!executionRoleArn?.startsWith('arn:')) return [];
    const denied = await denials(subject.clients.iam, executionRoleArn, wantedOf(subject));
    const where = `executionRoleArn ${executionRoleArn} of the task definition ${family}`;
    return Promise.all(denied.map((one) => findingOf(subject, one, where)));
  },
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
function wantedOf(subject: Subject): readonly Wanted[] {
  const account = accountOf(subject);
  const partition = partitionOf(subject);
  const home = { partition, region: subject.service.region, account };
  const places = readSecrets(subject).map(({ valueFrom }) => placeOf(valueFrom, home));
  const groups = logPlaces(subject);
  const logGroup = (region: string, group: string) =>
    `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
  return [
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resources: [repositoryArn(subject)],
    },
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: groups.map(({ region, group }) => `${logGroup(region, group)}:log-stream:slipway-check`),
    },
    {
      actions: ['logs:CreateLogGroup'],
      resources: groups
        .filter(({ creates }) => creates)
        .map(({ region, group }) => `${logGroup(region, group)}:*`),
    },
    {
      actions: ['ssm:GetParameters'],
      resources: places.flatMap((place) => (place.kind === 'parameter' ? [place.arn] : [])),
    },
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: places.flatMap((place) => (place.kind === 'secret' ? [place.arn] : [])),
    },
  ];
}

function repositoryArn(subject: Subject): string {
  const { image, repository } = subject.release;
  const { account, region } = registryOf(image) ?? {
    account: accountOf(subject),
    region: subject.service.region,
  };
  return `arn:${partitionOf(subject)}:ecr:${region}:${account}:repository/${repository}`;
}

async function findingOf(subject: Subject, denied: Denied, where: string): Promise<Finding> {
  const { action, resource, sure } = denied;
  const what = `The execution role may not ${action} on ${resource}.`;
  const doThis = `Allow it ${action} there.`;
  // The policy of what is read can allow it too.
  const byResource =
    action.startsWith('secretsmanager:') ||
    (action.startsWith('ecr:') && resource !== '*' && (await hasPolicy(subject)));
  if (sure && !byResource) return error(what, where, doThis);
  const unless = byResource
    ? 'the policy of that resource allows it'
    : 'a condition is met that only ECS knows';
  return warning(what, where, `${doThis} It is no mistake where ${unless}.`);
}

async function hasPolicy({ clients, release }: Subject): Promise<boolean> {
  const registryId = registryOf(release.image)?.account;
  try {
    await clients.ecr.send(
      new GetRepositoryPolicyCommand({
        repositoryName: release.repository,
        ...(registryId ? { registryId } : {}),
      }),
    );
    return true;
  } catch (cause) {
    // What cannot be read may be there.
    return errorName(cause) !== 'RepositoryPolicyNotFoundException';
  }
}
