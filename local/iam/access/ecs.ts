import type * as ecs from '@aws-sdk/client-ecs';
import type { Access } from '../policy/authorize.ts';
import type { Context } from '../policy/context.ts';
import { passing } from './pass-role.ts';
import type { AccessRules, On, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

const TASKS = 'ecs-tasks.amazonaws.com';
const ECS = 'ecs.amazonaws.com';

interface OfService {
  readonly cluster?: string;
  readonly service?: string;
}

const last = (nameOrArn: string) => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
const clusterArn = (nameOrArn: string, { arn }: Scope) =>
  arn('ecs', nameOrArn.startsWith('arn:') ? nameOrArn : `cluster/${nameOrArn}`);
const cluster = ({ cluster: named = 'default' }: OfService, scope: Scope) => [clusterArn(named, scope)];
const newCluster = ({ clusterName = 'default' }: ecs.CreateClusterRequest, scope: Scope) => [
  clusterArn(clusterName, scope),
];
const newService = ({ cluster: named, serviceName }: ecs.CreateServiceRequest, scope: Scope) => [
  serviceArn(scope, named, serviceName),
];
const tagged = ({ resourceArn = '*' }: { readonly resourceArn?: string | undefined }) => [resourceArn];
const serviceArn = (scope: Scope, cluster = 'default', service = '') =>
  scope.arn('ecs', service.startsWith('arn:') ? service : `service/${last(cluster)}/${service}`);
/** Which revision it becomes is not known when it is judged. What AWS has in its place is not documented. */
const revisions = ({ family }: ecs.RegisterTaskDefinitionRequest, { arn }: Scope) => [
  arn('ecs', `task-definition/${family}:*`),
];
const service = (input: OfService, scope: Scope) => [serviceArn(scope, input.cluster, input.service)];
const definition = (name = '', scope: Scope) =>
  scope.arn('ecs', name.startsWith('arn:') ? name : `task-definition/${name}`);
/** A service deployment or revision, and the service that it is of: the reference requires both. */
const withService = (arns: readonly string[]) => [...new Set(arns.map(serviceIn)), ...arns];
/** `service/CLUSTER/SERVICE` of `service-deployment/CLUSTER/SERVICE/ID` and `service-revision/CLUSTER/SERVICE/ID` */
const serviceIn = (arn: string) =>
  arn.replace(/:service-(?:deployment|revision)\/([^/]+\/[^/]+).*/, ':service/$1');

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
export const ecsAccess: AccessRules = {
  prefix: 'ecs',
  resources: {
    ContinueServiceDeployment: serviceDeployment,
    CreateCluster: newCluster,
    CreateService: newService,
    DeleteCluster: cluster,
    DeleteService: service,
    DeleteTaskDefinitions: ({ taskDefinitions = [] }: ecs.DeleteTaskDefinitionsRequest, scope) =>
      taskDefinitions.map((name) => definition(name, scope)),
    DescribeClusters: ({ clusters = ['default'] }: ecs.DescribeClustersRequest, scope) =>
      clusters.map((name) => clusterArn(name, scope)),
    DescribeServiceDeployments: ({ serviceDeploymentArns = [] }: ecs.DescribeServiceDeploymentsRequest) =>
      withService(serviceDeploymentArns),
    DescribeServiceRevisions: ({ serviceRevisionArns = [] }: ecs.DescribeServiceRevisionsRequest) =>
      withService(serviceRevisionArns),
    DescribeServices: ({ cluster, services = [] }: ecs.DescribeServicesRequest, scope) =>
      services.map((name) => serviceArn(scope, cluster, name)),
    DescribeTasks: ({ cluster = 'default', tasks = [] }: ecs.DescribeTasksRequest, { arn }) =>
      tasks.map((task) => arn('ecs', task.startsWith('arn:') ? task : `task/${last(cluster)}/${task}`)),
    ListServiceDeployments: service,
    ListTagsForResource: tagged,
    PutClusterCapacityProviders: cluster,
    RegisterTaskDefinition: revisions,
    RunTask: ({ taskDefinition }: ecs.RunTaskRequest, scope) => [definition(taskDefinition, scope)],
    StopTask: ({ cluster = 'default', task = '' }: ecs.StopTaskRequest, { arn }) => [
      arn('ecs', task.startsWith('arn:') ? task : `task/${last(cluster)}/${task}`),
    ],
    StopServiceDeployment: serviceDeployment,
    TagResource: tagged,
    UntagResource: tagged,
    UpdateCluster: cluster,
    UpdateClusterSettings: cluster,
    UpdateService: service,
  },
  context: placeOf,
  more: {
    CreateCluster: (input: ecs.CreateClusterRequest, scope: Scope) =>
      taggingBy('CreateCluster', input.tags, newCluster(input, scope)),
    CreateService: (input: ecs.CreateServiceRequest, scope: Scope) => [
      ...taggingBy('CreateService', input.tags, newService(input, scope)),
      ...handingOver(input),
    ],
    RegisterTaskDefinition: registering,
    RunTask: runningTask,
    UpdateService: handingOver,
  },
};

/** Operations whose action has the condition key `ecs:cluster`: no other request has it, whatever it names. */
const IN_CLUSTER = [
  'ContinueServiceDeployment',
  'CreateService',
  'DeleteService',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'DescribeServices',
  'DescribeTasks',
  'ListServiceDeployments',
  'ListServices',
  'ListTasks',
  'RunTask',
  'StopServiceDeployment',
  'StopTask',
  'UpdateService',
];

/** The cluster is in the ARN of what is asked for, or else in the request; `ecs:service` is of deployments and revisions. */
function placeOf({ cluster = 'default' }: OfService, { arn }: Scope, { operation, resource }: On): Context {
  if (!IN_CLUSTER.includes(operation)) return {};
  const [, place, kind, within, service] =
    /^(.+):(service|service-deployment|service-revision|task)\/([^/]+)\/([^/]+)/.exec(resource) ?? [];
  if (place === undefined) return { 'ecs:cluster': arn('ecs', `cluster/${last(cluster)}`) };
  return {
    'ecs:cluster': `${place}:cluster/${within}`,
    ...(kind?.startsWith('service-') ? { 'ecs:service': `${place}:service/${within}/${service}` } : {}),
  };
}

function serviceDeployment({
  serviceDeploymentArn = '',
}: ecs.StopServiceDeploymentRequest | ecs.ContinueServiceDeploymentRequest) {
  return withService([serviceDeploymentArn]);
}

/** The roles under which ECS moves traffic and runs hooks. */
function handingOver({
  loadBalancers = [],
  deploymentConfiguration,
}: Pick<ecs.CreateServiceRequest, 'loadBalancers' | 'deploymentConfiguration'>): Access[] {
  const roles = [
    ...loadBalancers.map(({ advancedConfiguration }) => advancedConfiguration?.roleArn),
    ...(deploymentConfiguration?.lifecycleHooks ?? []).map(({ roleArn }) => roleArn),
  ];
  return passing(ECS, ...new Set(roles));
}

/**
 * Tags that are asked for with what is made are an action of their own.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
 */
function taggingBy(by: string, tags: readonly ecs.Tag[] | undefined, resources: readonly string[]): Access[] {
  return tagging('ecs:TagResource', tags, resources, { 'ecs:CreateAction': by });
}

/**
 * Roles are handed to tasks: the definition's, or those that are in their place.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
 */
function runningTask(
  { cluster: named = 'default', taskDefinition = '', overrides, tags }: ecs.RunTaskRequest,
  { arn, rolesOf }: Scope,
): Access[] {
  const roles = { ...rolesOf?.(taskDefinition), ...overrides };
  return [
    ...taggingBy('RunTask', tags, [arn('ecs', `task/${last(named)}/*`)]),
    ...passing(TASKS, ...new Set([roles.executionRoleArn, roles.taskRoleArn])),
  ];
}

function registering(input: ecs.RegisterTaskDefinitionRequest, scope: Scope): Access[] {
  const { tags, executionRoleArn, taskRoleArn } = input;
  return [
    ...taggingBy('RegisterTaskDefinition', tags, revisions(input, scope)),
    ...passing(TASKS, executionRoleArn, taskRoleArn),
  ];
}
