import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  RunTaskCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConformanceTarget, openTarget } from './target.ts';
import { serve, webBalancer, webScene } from './web-scene.ts';

let target: ConformanceTarget;
let scene: Awaited<ReturnType<typeof webScene>>;
let balancer: Awaited<ReturnType<typeof webBalancer>>;

beforeAll(async () => {
  target = await openTarget();
  scene = await webScene(target);
  balancer = await webBalancer(target, {
    groups: ['group'],
    byDefault: ([TargetGroupArn]) => ({ Type: 'forward', TargetGroupArn }),
  });
});
afterAll(() => target?.close());

/** Rolls the service and waits for the end of the service deployment that this update started. */
async function roll(taskDefinition: string) {
  const before = await scene.newest();
  await scene.ecs.send(new UpdateServiceCommand({ cluster: scene.cluster, service: 'web', taskDefinition }));
  return scene.ended(before);
}

it('keeps a task definition as it was registered, gives it up in two steps, and reuses no number', async () => {
  const { ecs } = scene;
  const one = await scene.register('one');
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: one }));
  expect(described.taskDefinition).toMatchObject({ status: 'ACTIVE', cpu: '256', networkMode: 'awsvpc' });
  const gone = await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: one }));
  expect(gone.taskDefinition?.status).toBe('INACTIVE');
  const { taskDefinitions } = await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [one] }));
  expect(taskDefinitions?.[0]?.status).toBe('DELETE_IN_PROGRESS');
  const two = await scene.register('two');
  expect(Number(two.split(':').at(-1))).toBe(Number(one.split(':').at(-1)) + 1);
});

it('runs a task once: its exit code and why it stopped are told', async () => {
  const { cluster, ecs, networkConfiguration } = scene;
  const taskDefinition = await scene.register('process.exit(3)');
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      ...{ cluster, taskDefinition, launchType: 'FARGATE', tags: target.tags.camel },
      networkConfiguration,
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
  const { cluster, ecs } = scene;
  const [targetGroupArn = ''] = balancer.groupArns;
  const first = await scene.register(serve('one'));
  await scene.create({
    taskDefinition: first,
    loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 3000 }],
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  });
  await waitUntilServicesStable(
    { client: ecs, maxWaitTime: 900, minDelay: 1 },
    { cluster, services: ['web'] },
  );
  // ECS calls a service stable when its tasks run: the load balancer may not have asked them often enough yet.
  await target.until(
    'a healthy target',
    () => balancer.balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })),
    ({ TargetHealthDescriptions: all = [] }) =>
      all.some(({ TargetHealth }) => TargetHealth?.State === 'healthy'),
  );

  const second = await scene.register(serve('two'));
  const good = await roll(second);
  expect(good).toMatchObject({ status: 'SUCCESSFUL' });
  const { serviceRevisions } = await ecs.send(
    new DescribeServiceRevisionsCommand({
      serviceRevisionArns: [good?.targetServiceRevision?.arn ?? ''],
    }),
  );
  expect(serviceRevisions?.[0]?.taskDefinition).toBe(second);
  expect(serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/);

  const bad = await roll(await scene.register('process.exit(1)'));
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
