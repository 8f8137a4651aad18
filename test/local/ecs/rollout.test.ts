import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, describe, expect, it } from 'vitest';
import { load } from './load.ts';
import { behind, localEcs } from './local-ecs.ts';

type Local = Awaited<ReturnType<typeof localEcs>>;
const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const images = {
  v1: {},
  v2: { startup: 50 },
  crashing: { exits: { code: 1, after: 40 } },
  failing: { health: 500 },
};

async function started(options: { breaker?: boolean; rollback?: boolean; desiredCount?: number } = {}) {
  const local = await localEcs(images);
  ending.push(() => local.close());
  await local.ecs.send(
    new CreateServiceCommand({
      ...behind(local.targetGroupArn),
      taskDefinition: await local.revision('v1'),
      desiredCount: options.desiredCount ?? 2,
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: options.breaker ?? true, rollback: options.rollback ?? true },
      },
    }),
  );
  await until(async () => (await rollout(local)).status === 'SUCCESSFUL');
  return local;
}

const until = (condition: () => Promise<boolean>) =>
  expect.poll(condition, { timeout: 20_000, interval: 20 }).toBe(true);

async function service(local: Local) {
  const { services } = await local.ecs.send(
    new DescribeServicesCommand({ cluster: 'main', services: ['web'] }),
  );
  const [found] = services ?? [];
  if (!found) throw new Error('the service is not there');
  return found;
}

/** The newest service deployment. */
async function rollout(local: Local) {
  const { serviceDeployments: brief } = await local.ecs.send(
    new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }),
  );
  const { serviceDeployments } = await local.ecs.send(
    new DescribeServiceDeploymentsCommand({
      serviceDeploymentArns: [brief?.[0]?.serviceDeploymentArn ?? ''],
    }),
  );
  const [found] = serviceDeployments ?? [];
  if (!found) throw new Error('there is no service deployment');
  return found;
}

const update = async (local: Local, image: string) =>
  local.ecs.send(
    new UpdateServiceCommand({
      cluster: 'main',
      service: 'web',
      taskDefinition: await local.revision(image),
    }),
  );

const deploymentEvents = (local: Local) =>
  local.events
    .filter(({ detailType }) => detailType === 'ECS Deployment State Change')
    .map(({ detail }) => `${detail.eventName} ${detail.reason}`);

const anonymous = (text: string) =>
  text
    .replace(/ecs-svc\/\d+/g, 'ecs-svc/N')
    .replace(/task [0-9a-f]{32}/g, 'task ID')
    .replace(/arn:aws:elasticloadbalancing\S+?(?=\))/g, 'GROUP');

describe('a good version', () => {
  it('is rolled out under load without a failed request', async () => {
    const local = await started();
    const client = load(`${local.url}/`, 8);
    await until(async () => client.answers('v1') > 500);
    await update(local, 'v2');
    await until(async () => (await rollout(local)).status === 'SUCCESSFUL');
    await until(async () => client.answers('v2') > 500);
    const { failures, total } = await client.stop();
    expect(failures).toEqual([]);
    expect(total).toBeGreaterThan(1000);

    const now = await service(local);
    expect(
      now.deployments?.map(({ status, rolloutState, failedTasks }) => [status, rolloutState, failedTasks]),
    ).toEqual([['PRIMARY', 'COMPLETED', 0]]);
    expect(now.runningCount).toBe(2);
    const messages = now.events?.map(({ message = '' }) => anonymous(message));
    expect(messages?.slice(0, 2)).toEqual([
      '(service web) has reached a steady state.',
      '(service web) (deployment ecs-svc/N) deployment completed.',
    ]);
    expect(messages).toContain('(service web) has started 2 tasks: (task ID) (task ID).');
    expect(messages).toContain('(service web) deregistered 1 targets in (target-group GROUP)');
    expect(deploymentEvents(local).map(anonymous)).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS ECS deployment ecs-svc/N in progress.',
      'SERVICE_DEPLOYMENT_COMPLETED ECS deployment ecs-svc/N completed.',
      'SERVICE_DEPLOYMENT_IN_PROGRESS ECS deployment ecs-svc/N in progress.',
      'SERVICE_DEPLOYMENT_COMPLETED ECS deployment ecs-svc/N completed.',
    ]);
  });

  it('runs one digest throughout, though its tag moves', async () => {
    const local = await started();
    await update(local, 'v2');
    await until(async () => (await rollout(local)).status === 'SUCCESSFUL');
    local.tags.set('v2', 'moved');
    await local.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 3 }));
    await until(async () => (await service(local)).runningCount === 3);
    const { taskArns } = await local.ecs.send(new ListTasksCommand({ cluster: 'main', serviceName: 'web' }));
    const { tasks } = await local.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns }));
    expect(new Set(tasks?.map(({ containers }) => containers?.[0]?.imageDigest))).toEqual(
      new Set(['sha256:v2']),
    );
    const { serviceRevisions } = await local.ecs.send(
      new DescribeServiceRevisionsCommand({
        serviceRevisionArns: [(await rollout(local)).targetServiceRevision?.arn ?? ''],
      }),
    );
    expect(serviceRevisions?.[0]?.containerImages).toEqual([
      { containerName: 'app', image: 'v2', imageDigest: 'sha256:v2' },
    ]);
  });

  it('is told of for 90 days, its revision too, unless something still goes back to it', async () => {
    const local = await started({ desiredCount: 0 });
    const revision = async () => (await rollout(local)).targetServiceRevision?.arn ?? '';
    const first = await revision();
    await update(local, 'v2');
    await until(async () => (await rollout(local)).status === 'SUCCESSFUL' && (await revision()) !== first);
    const second = await revision();
    local.clock.hold();
    await local.clock.move(91 * 86_400);
    await update(local, 'v1');
    const asked = { serviceRevisionArns: [first, second, await revision()] };
    const { failures } = await local.ecs.send(new DescribeServiceRevisionsCommand(asked));
    expect(failures).toEqual([{ arn: first, reason: 'MISSING' }]);
  });

  it('is not rolled out again when nothing is another, unless it is forced', async () => {
    const local = await started();
    const before = (await rollout(local)).serviceDeploymentArn;
    const { taskDefinition } = await service(local);
    await local.ecs.send(
      new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition, desiredCount: 2 }),
    );
    expect((await rollout(local)).serviceDeploymentArn).toBe(before);
    await local.ecs.send(
      new UpdateServiceCommand({ cluster: 'main', service: 'web', forceNewDeployment: true }),
    );
    expect((await rollout(local)).serviceDeploymentArn).not.toBe(before);
  });
});

describe.each([
  ['crashes', 'crashing', 'Essential container in task exited', 'EssentialContainerExited'],
  ['answers 500', 'failing', 'Task failed ELB health checks in (target-group', 'ServiceSchedulerInitiated'],
])('a version that %s', (_what, image, stoppedReason, stopCode) => {
  it('is rolled back by the circuit breaker, and no client sees it', async () => {
    const local = await started();
    const good = (await service(local)).taskDefinition;
    const client = load(`${local.url}/`, 8);
    await update(local, image);
    await until(async () => (await rollout(local)).status === 'ROLLBACK_SUCCESSFUL');
    const { failures, total, words } = await client.stop();
    expect(failures).toEqual([]);
    expect(total).toBeGreaterThan(10);
    expect(words).toEqual(['v1']);

    const now = await service(local);
    expect([now.taskDefinition, now.deployments?.length, now.runningCount]).toEqual([good, 1, 2]);
    const ended = await rollout(local);
    expect(ended.deploymentCircuitBreaker).toMatchObject({ status: 'TRIGGERED', threshold: 3 });
    expect(ended.deploymentCircuitBreaker?.failureCount).toBeGreaterThanOrEqual(3);
    expect(ended.rollback?.serviceRevisionArn).toBe(ended.sourceServiceRevisions?.[0]?.arn);
    expect(ended.targetServiceRevision).toMatchObject({ runningTaskCount: 0, pendingTaskCount: 0 });
    expect(deploymentEvents(local).slice(2).map(anonymous)).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS ECS deployment ecs-svc/N in progress.',
      'SERVICE_DEPLOYMENT_IN_PROGRESS ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/N.',
      'SERVICE_DEPLOYMENT_FAILED ECS deployment circuit breaker: tasks failed to start.',
      'SERVICE_DEPLOYMENT_COMPLETED ECS deployment ecs-svc/N completed.',
    ]);
    const { taskArns } = await local.ecs.send(
      new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }),
    );
    const { tasks } = await local.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns }));
    const bad = tasks?.filter((task) => task.containers?.[0]?.image === image) ?? [];
    expect(
      bad.some((task) => task.stoppedReason?.startsWith(stoppedReason) && task.stopCode === stopCode),
    ).toBe(true);
  });
});

describe('without a way back', () => {
  it('stays failed, with the old tasks in service, when the breaker may not roll back', async () => {
    const local = await started({ rollback: false });
    await update(local, 'crashing');
    await until(async () => (await rollout(local)).status === 'STOPPED');
    const now = await service(local);
    expect([now.availabilityZoneRebalancing, now.platformVersion]).toEqual(['ENABLED', 'LATEST']);
    expect(now.deployments?.map(({ platformVersion }) => platformVersion)).toEqual(['1.4.0', '1.4.0']);
    expect(now.deployments?.map(({ status, rolloutState }) => [status, rolloutState])).toEqual([
      ['PRIMARY', 'FAILED'],
      ['ACTIVE', 'COMPLETED'],
    ]);
    expect(await (await fetch(`${local.url}/`)).text()).toBe('v1');
  });

  it('ends ROLLBACK_FAILED when nothing was ever good', async () => {
    const local = await localEcs(images);
    ending.push(() => local.close());
    await local.ecs.send(
      new CreateServiceCommand({
        ...behind(local.targetGroupArn),
        taskDefinition: await local.revision('missing:1'),
        desiredCount: 1,
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      }),
    );
    await until(async () => (await rollout(local)).status === 'ROLLBACK_FAILED');
    const { taskArns } = await local.ecs.send(
      new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }),
    );
    const { tasks } = await local.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns }));
    expect(tasks?.[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: missing:1: not found',
    });
    expect((await service(local)).deployments?.[0]?.rolloutState).toBe('FAILED');
  });
});

it('goes back when a user stops it', async () => {
  const local = await started({ breaker: false });
  await update(local, 'failing');
  const { serviceDeploymentArn } = await rollout(local);
  await local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  await until(async () => (await rollout(local)).status === 'ROLLBACK_SUCCESSFUL');
  await expect(local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }))).rejects.toThrow(
    'cannot be stopped',
  );
});

it('replaces a deployment that is still rolling by a newer one', async () => {
  const local = await started();
  await update(local, 'failing');
  const first = await rollout(local);
  await update(local, 'v2');
  await until(async () => (await rollout(local)).status === 'SUCCESSFUL');
  const { serviceDeployments } = await local.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [first.serviceDeploymentArn ?? ''] }),
  );
  expect(serviceDeployments?.[0]?.status).toBe('STOPPED');
  expect(await (await fetch(`${local.url}/`)).text()).toBe('v2');
});

it('has nothing to go back to when it began while what was good last was being rolled back to', async () => {
  const local = await started();
  const good = (await service(local)).taskDefinition;
  // Old tasks end before new ones start, so that the way back takes a while.
  await local.ecs.send(
    new UpdateServiceCommand({
      cluster: 'main',
      service: 'web',
      taskDefinition: await local.revision('crashing'),
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
    }),
  );
  await until(async () => (await rollout(local)).status === 'ROLLBACK_IN_PROGRESS');
  await update(local, 'failing');
  await until(async () => (await rollout(local)).status === 'ROLLBACK_FAILED');
  expect((await rollout(local)).statusReason).toBe('No rollback candidate was found to run the rollback.');
  // It is brought back by hand.
  await local.ecs.send(
    new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: good ?? '' }),
  );
  await until(async () => (await rollout(local)).status === 'SUCCESSFUL');
  expect(await (await fetch(`${local.url}/`)).text()).toBe('v1');
});

it('goes on when somebody changes the desired count meanwhile', async () => {
  const local = await started();
  local.clock.hold();
  await update(local, 'v2');
  const { serviceDeploymentArn } = await rollout(local);
  await local.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 3 }));
  local.clock.release();
  await until(async () => (await rollout(local)).status === 'SUCCESSFUL');
  const ended = await rollout(local);
  expect(ended.serviceDeploymentArn).toBe(serviceDeploymentArn);
  expect(ended.targetServiceRevision).toMatchObject({ requestedTaskCount: 3, runningTaskCount: 3 });
});

it('ends with its last task', async () => {
  const local = await started();
  const remove = () =>
    local.ecs.send(new DeleteServiceCommand({ cluster: 'main', service: 'web', force: true }));
  await remove();
  expect(['DRAINING', 'INACTIVE']).toContain((await remove()).service?.status);
  await until(async () => (await service(local)).status === 'INACTIVE');
  expect(local.fake.running.size).toBe(0);
  // Who cleans up twice is not refused, as on AWS.
  expect((await remove()).service?.status).toBe('INACTIVE');
});
