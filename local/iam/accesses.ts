import type { Call } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import type { Access } from './policy/authorize.ts';

/** How IAM calls the services, by the SDK client's name. @see https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const PREFIXES: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigateway',
  'cloudwatch-logs': 'logs',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  eventbridge: 'events',
};

/** Where the action has another name than the operation. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda.Invoke': 'lambda:InvokeFunction',
  's3.HeadObject': 's3:GetObject',
  's3.HeadBucket': 's3:ListBucket',
  's3.ListObjectsV2': 's3:ListBucket',
};

/** What of an operation's input says which resources it is about. */
interface Input {
  readonly [member: string]: unknown;
}

type ResourcesOf = (input: Input, of: (service: string, resource: string) => string) => readonly string[];

const ecsService: ResourcesOf = ({ cluster, service, services }, of) =>
  [services ?? service].flat().map((name) => of('ecs', `service/${lastPart(cluster)}/${lastPart(name)}`));

const ecrRepository: ResourcesOf = ({ repositoryName, repositoryNames }, of) =>
  [repositoryNames ?? repositoryName].flat().map((name) => of('ecr', `repository/${name}`));

const table: ResourcesOf = ({ TableName }, of) => [of('dynamodb', `table/${TableName}`)];

const durableExecution: ResourcesOf = ({ DurableExecutionArn }) => [
  String(DurableExecutionArn).replace(/\/durable-execution\/.*$/s, ''),
];

/** Operations that are judged by what they are about. All others know no resource: a policy must say `*` for them. */
const RESOURCES: Readonly<Record<string, ResourcesOf>> = {
  'codebuild.StartBuild': ({ projectName }, of) => [of('codebuild', `project/${projectName}`)],
  'codebuild.BatchGetBuilds': ({ ids }, of) =>
    [ids].flat().map((id) => of('codebuild', `project/${String(id).split(':')[0]}`)),
  'ecr.BatchDeleteImage': ecrRepository,
  'ecr.BatchGetImage': ecrRepository,
  'ecr.DescribeImages': ecrRepository,
  'ecr.DescribeRepositories': ecrRepository,
  'ecs.DescribeServices': ecsService,
  'ecs.ListServiceDeployments': ecsService,
  'ecs.UpdateService': ecsService,
  'ecs.DescribeServiceDeployments': ({ serviceDeploymentArns }) => [serviceDeploymentArns].flat().map(String),
  'ecs.DescribeServiceRevisions': ({ serviceRevisionArns }) => [serviceRevisionArns].flat().map(String),
  'ecs.StopServiceDeployment': ({ serviceDeploymentArn }) => [String(serviceDeploymentArn)],
  'eventbridge.PutEvents': ({ Entries }, of) =>
    (Entries as readonly Input[]).map(({ EventBusName }) => busArn(EventBusName, of)),
  'lambda.CheckpointDurableExecution': durableExecution,
  'lambda.GetDurableExecutionState': durableExecution,
  'lambda.Invoke': ({ FunctionName, Qualifier }, of) => {
    const name = String(FunctionName);
    const arn = name.startsWith('arn:') ? name : of('lambda', `function:${name}`);
    return [Qualifier === undefined ? arn : `${arn}:${Qualifier}`];
  },
  'ssm.GetParameter': ({ Name }, of) => [of('ssm', `parameter/${String(Name).replace(/^\//, '')}`)],
  'sqs.SendMessage': ({ QueueUrl }, of) => [of('sqs', lastPart(QueueUrl))],
  ...Object.fromEntries(
    ['DeleteItem', 'DescribeTable', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => [
      `dynamodb.${name}`,
      table,
    ]),
  ),
};

/**
 * What a call needs to be allowed to do, each of which is judged by itself. Calls whose resource cannot be told from
 * their input (a callback's id says nothing of its function) are judged by their action alone: `resource` is missing.
 */
export function accessesOf(
  call: Pick<Call, 'service' | 'operation' | 'caller'>,
  input: unknown,
  account: Account,
): (Omit<Access, 'resource'> & { resource?: string })[] {
  const key = `${call.service}.${call.operation}`;
  const action = ACTIONS[key] ?? `${PREFIXES[call.service] ?? call.service}:${call.operation}`;
  const given = (input ?? {}) as Input;
  const context = { 'aws:PrincipalAccount': account.id, 'aws:RequestedRegion': account.region };
  const of = (service: string, resource: string) =>
    `arn:aws:${service}:${account.region}:${account.id}:${resource}`;
  if (key.startsWith('lambda.SendDurableExecutionCallback')) return [{ action, context }];
  const resources = RESOURCES[key]?.(given, of) ?? ['*'];
  const accesses = resources.map((resource) => ({ action, resource, context }));
  return key === 'ecs.RegisterTaskDefinition' ? [...accesses, ...registration(given, of, context)] : accesses;
}

/** A task definition gives its roles to tasks, and its tags are put on it. */
function registration(
  { executionRoleArn, taskRoleArn, family, tags }: Input,
  of: (service: string, resource: string) => string,
  context: Access['context'],
): Access[] {
  const roles = [executionRoleArn, taskRoleArn].filter((arn) => arn !== undefined).map(String);
  const passed = { ...context, 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
  return [
    ...roles.map((resource) => ({ action: 'iam:PassRole', resource, context: passed })),
    ...(Array.isArray(tags) && tags.length > 0
      ? [{ action: 'ecs:TagResource', resource: of('ecs', `task-definition/${family}:*`), context }]
      : []),
  ];
}

function busArn(name: unknown, of: (service: string, resource: string) => string): string {
  const bus = String(name ?? 'default');
  return bus.startsWith('arn:') ? bus : of('events', `event-bus/${bus}`);
}

/** The name in an ARN, a path or a name. */
function lastPart(value: unknown): string {
  return (
    String(value ?? 'default')
      .split('/')
      .at(-1) ?? ''
  );
}
