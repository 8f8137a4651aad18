import { denials, type Wanted } from '../../../aws/simulate.ts';
import { error, warning } from '../../../deployment/finding.ts';
import { accountOf, type Check, partitionOf, type Subject } from './subject.ts';

const TASKS = 'ecs-tasks.amazonaws.com';

/** The role under which Slipway deploys may do what this deployment needs. A deployment finds that out by itself. */
export const ownPermissions: Check = {
  about: "What Slipway's own role may do",
  async find(subject) {
    const role = subject.service.thorough?.deployerRole;
    if (role === undefined) return [];
    const denied = await denials(subject.clients.iam, role, wantedOf(subject));
    return denied.map(({ action, resource, sure }) => {
      const what = `Slipway's role may not ${action} on ${resource}.`;
      const doThis = `Allow ${role} ${action} there.`;
      return (sure ? error : warning)(what, `role ${role}`, doThis);
    });
  },
};

function wantedOf(subject: Subject): readonly Wanted[] {
  const { definition, found, service } = subject;
  const { serviceArn = '*' } = found;
  const ofEcs = (rest: string) =>
    `arn:${partitionOf(subject)}:ecs:${service.region}:${accountOf(subject)}:${rest}`;
  const [, cluster = '*'] = found.clusterArn?.split('/') ?? [];
  const roles = [definition.taskRoleArn, definition.executionRoleArn].filter((arn) =>
    arn?.startsWith('arn:'),
  );
  return [
    {
      actions: ['ecs:DescribeServices', 'ecs:UpdateService', 'ecs:ListServiceDeployments'],
      resources: [serviceArn],
    },
    // AWS judges these by the service as well (ECS's service authorization reference).
    {
      actions: ['ecs:DescribeServiceDeployments', 'ecs:StopServiceDeployment'],
      resources: [serviceArn, ofEcs(`service-deployment/${cluster}/${found.serviceName}/*`)],
    },
    {
      actions: ['ecs:DescribeServiceRevisions'],
      resources: [serviceArn, ofEcs(`service-revision/${cluster}/${found.serviceName}/*`)],
    },
    { actions: ['ecs:DescribeTaskDefinition'], resources: ['*'] },
    {
      actions: ['ecs:RegisterTaskDefinition', 'ecs:TagResource'],
      resources: [ofEcs(`task-definition/${definition.family}:*`)],
    },
    {
      actions: ['iam:PassRole'],
      resources: roles.filter((arn) => arn !== undefined),
      context: { 'iam:PassedToService': TASKS },
    },
  ];
}
