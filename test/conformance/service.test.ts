import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  waitUntilLoadBalancerAvailable,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../local/free-port.ts';
import { makeRole } from './role.ts';
import { type ConformanceTarget, openTarget } from './target.ts';

/** Answers its version; other programs take its place by what they are started with. */
const serve = (version: string) =>
  `require('node:http').createServer((_, response) => response.end('${version}')).listen(3000)`;

let target: ConformanceTarget;
let ecs: ECSClient;
let balancing: ElasticLoadBalancingV2Client;
let cluster: string;
let executionRole: string;
let groupArn: string;
let awsvpcConfiguration: { subnets: string[]; securityGroups: string[]; assignPublicIp: 'ENABLED' };

beforeAll(async () => {
  target = await openTarget();
  [ecs, balancing] = [new ECSClient({}), new ElasticLoadBalancingV2Client({})];
  awsvpcConfiguration = {
    subnets: [...target.subnets],
    securityGroups: [...target.securityGroups],
    assignPublicIp: 'ENABLED',
  };
  cluster = target.name('cluster');
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  target.undo(() =>
    target.until(
      'a cluster without tasks',
      () => ecs.send(new DeleteClusterCommand({ cluster })).then(() => true, stillInUse),
      Boolean,
    ),
  );
  executionRole = await makeRole(target, 'execution', 'ecs-tasks.amazonaws.com', {
    managed: 'AmazonECSTaskExecutionRolePolicy',
  });
  await makeBalancer();
});
afterAll(() => target?.close());

function stillInUse(error: Error): false {
  if (/ClusterContains/.test(error.name)) return false;
  throw error;
}

async function makeBalancer(): Promise<void> {
  const group = await balancing.send(
    new CreateTargetGroupCommand({
      ...{ Name: target.name('group').slice(-32), VpcId: target.vpc, TargetType: 'ip' },
      ...{ Protocol: 'HTTP', Port: 3000, HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2 },
      ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
    }),
  );
  groupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
  target.undo(() => balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn: groupArn })));
  // Else its tasks, and with them the cluster, go 5 minutes after the service.
  await balancing.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: groupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }],
    }),
  );
  const made = await balancing.send(
    new CreateLoadBalancerCommand({
      ...{ Name: target.name('lb').slice(-32), Subnets: [...target.subnets] },
      SecurityGroups: [...target.securityGroups],
    }),
  );
  const LoadBalancerArn = made.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  target.undo(() => balancing.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })));
  const listener = await balancing.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn, Protocol: 'HTTP', Port: target.kind === 'aws' ? 80 : await freePort() },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }),
  );
  const ListenerArn = listener.Listeners?.[0]?.ListenerArn;
  target.undo(() => balancing.send(new DeleteListenerCommand({ ListenerArn })));
  await waitUntilLoadBalancerAvailable(
    { client: balancing, maxWaitTime: 600 },
    { LoadBalancerArns: [LoadBalancerArn] },
  );
}

/** Registers a revision whose container runs this program. */
async function register(program: string): Promise<string> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family: target.name('web'), requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc' },
      ...{ cpu: '256', memory: '512', executionRoleArn: executionRole },
      containerDefinitions: [
        {
          ...{ name: 'web', image: target.nodeImage, command: ['node', '-e', program] },
          portMappings: [{ containerPort: 3000 }],
        },
      ],
    }),
  );
  const arn = taskDefinition?.taskDefinitionArn ?? '';
  target.undo(async () => {
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn })).catch(isGone);
    await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn] })).catch(isGone);
  });
  return arn;
}

/** A test may have deleted it already. */
function isGone(error: Error): void {
  if (error.name !== 'ClientException') throw error;
}

async function newestDeployment() {
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster, service: 'web' }),
  );
  const [newest] = serviceDeployments.toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt));
  return newest;
}

/** Rolls the service and waits for the end of the service deployment that this update started. */
async function roll(taskDefinition: string) {
  const before = await newestDeployment();
  await ecs.send(new UpdateServiceCommand({ cluster, service: 'web', taskDefinition }));
  const ended = await target.until(
    'the end of the service deployment',
    newestDeployment,
    (seen) =>
      seen?.serviceDeploymentArn !== before?.serviceDeploymentArn &&
      /SUCCESSFUL|FAILED|STOPPED/.test(seen?.status ?? ''),
  );
  const { serviceDeployments = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [ended?.serviceDeploymentArn ?? ''] }),
  );
  return serviceDeployments[0];
}

it('keeps a task definition as it was registered, gives it up in two steps, and reuses no number', async () => {
  const one = await register('one');
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: one }));
  expect(described.taskDefinition).toMatchObject({ status: 'ACTIVE', cpu: '256', networkMode: 'awsvpc' });
  const gone = await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: one }));
  expect(gone.taskDefinition?.status).toBe('INACTIVE');
  const { taskDefinitions } = await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [one] }));
  expect(taskDefinitions?.[0]?.status).toBe('DELETE_IN_PROGRESS');
  const two = await register('two');
  expect(Number(two.split(':').at(-1))).toBe(Number(one.split(':').at(-1)) + 1);
});

it('runs a task once: its exit code and why it stopped are told', async () => {
  const taskDefinition = await register('process.exit(3)');
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      ...{ cluster, taskDefinition, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration },
    }),
  );
  const arn = tasks?.[0]?.taskArn ?? '';
  const stopped = await target.until(
    'the end of the task',
    async () => (await ecs.send(new DescribeTasksCommand({ cluster, tasks: [arn] }))).tasks?.[0],
    (task) => task?.lastStatus === 'STOPPED',
  );
  expect(stopped).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'web', exitCode: 3 }],
  });
});

it('rolls a good revision, and takes a bad one back by its circuit breaker', async () => {
  const first = await register(serve('one'));
  await ecs.send(
    new CreateServiceCommand({
      ...{ cluster, serviceName: 'web', taskDefinition: first, desiredCount: 1, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration },
      loadBalancers: [{ targetGroupArn: groupArn, containerName: 'web', containerPort: 3000 }],
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    }),
  );
  target.undo(() => ecs.send(new DeleteServiceCommand({ cluster, service: 'web', force: true })));
  await waitUntilServicesStable(
    { client: ecs, maxWaitTime: 900, minDelay: 1 },
    { cluster, services: ['web'] },
  );
  const healthy = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }));
  expect(healthy.TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toContain(
    'healthy',
  );

  const second = await register(serve('two'));
  const good = await roll(second);
  expect(good).toMatchObject({ status: 'SUCCESSFUL' });
  const { serviceRevisions } = await ecs.send(
    new DescribeServiceRevisionsCommand({
      serviceRevisionArns: [good?.targetServiceRevision?.arn ?? ''],
    }),
  );
  expect(serviceRevisions?.[0]?.taskDefinition).toBe(second);
  expect(serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/);

  const bad = await roll(await register('process.exit(1)'));
  expect(bad).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    rollback: { serviceRevisionArn: good?.targetServiceRevision?.arn },
    deploymentCircuitBreaker: { status: 'TRIGGERED' },
  });
  expect(bad?.deploymentCircuitBreaker?.failureCount).toBeGreaterThanOrEqual(
    bad?.deploymentCircuitBreaker?.threshold ?? Number.POSITIVE_INFINITY,
  );
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: ['web'] }));
  expect(services?.[0]?.taskDefinition).toBe(second);
});
