import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { Faults, TaskFaults } from '../../../local/faults/index.ts';
import { fakeEngine } from '../ecs/fake-engine.ts';
import { behind, localEcs } from '../ecs/local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A cluster whose tasks faults can strike at. */
async function faultyEcs() {
  const clock = new Clock(20);
  const faults = new Faults();
  const tasks = new TaskFaults(faults, clock);
  const { engine } = fakeEngine({ v1: {} });
  const local = await localEcs(
    {},
    {
      clock,
      network: tasks.network,
      capacity: tasks.capacity,
      engine: tasks.around(engine),
    },
  );
  ending.push(() => local.close());
  return { ...local, faults };
}
type Local = Awaited<ReturnType<typeof faultyEcs>>;

const until = (condition: () => Promise<boolean>) =>
  expect.poll(condition, { timeout: 20_000, interval: 20 }).toBe(true);

/** A service behind the load balancer; `live` waits until it answers. */
async function serve(local: Local) {
  await local.ecs.send(
    new CreateServiceCommand({
      ...behind(local.targetGroupArn),
      taskDefinition: await local.revision('v1'),
      desiredCount: 1,
    }),
  );
}

const live = (local: Local) => until(async () => (await status(local)) === 200);

async function status({ url }: Local): Promise<number> {
  return (await fetch(url)).status;
}

/** What the service says of itself. */
async function told({ ecs }: Local): Promise<string> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }));
  return services?.[0]?.events?.map(({ message }) => message).join('\n') ?? '';
}

async function runTask(local: Local, count = 1) {
  return local.ecs.send(
    new RunTaskCommand({
      cluster: 'main',
      taskDefinition: await local.revision('v1'),
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
      count,
    }),
  );
}

async function stopped(local: Local): Promise<Task> {
  let found: Task | undefined;
  await until(async () => {
    const { taskArns = [] } = await local.ecs.send(
      new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }),
    );
    if (taskArns.length === 0) return false;
    const { tasks } = await local.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns }));
    found = tasks?.find(({ lastStatus }) => lastStatus === 'STOPPED');
    return found !== undefined;
  });
  if (!found) throw new Error('no task has stopped');
  return found;
}

it('a task crashes with an exit code', async () => {
  const local = await faultyEcs();
  local.faults.add({ kind: 'crash-task', family: 'web', exitCode: 3, afterSeconds: 1 });
  await runTask(local);
  const task = await stopped(local);
  expect(task).toMatchObject({
    stopCode: 'EssentialContainerExited',
    containers: [{ name: 'app', exitCode: 3 }],
  });
});

it('a running task is crashed by a fault that is added later, as often as it may', async () => {
  const local = await faultyEcs();
  await serve(local);
  await live(local);
  local.faults.add({ kind: 'crash-task', service: 'web', times: 1 });
  expect((await stopped(local)).stopCode).toBe('EssentialContainerExited');
  // The service has another one in its place.
  await live(local);
  expect(local.faults.list()[0]).toMatchObject({ met: 2, struck: 1 });
});

it('an image cannot be pulled', async () => {
  const local = await faultyEcs();
  local.faults.add({ kind: 'no-image', image: 'v1' });
  await runTask(local);
  expect(await stopped(local)).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref v1: v1: not found',
  });
});

it('a task that hangs takes connections and never answers, until the fault is gone', async () => {
  const local = await faultyEcs();
  await serve(local);
  await live(local);
  const { id } = local.faults.add({ kind: 'hang-task', service: 'web', container: 'app' });
  expect(await fetch(local.url, { signal: AbortSignal.timeout(200) }).catch(({ name }: Error) => name)).toBe(
    'TimeoutError',
  );
  await until(async () => (await told(local)).includes('Request timed out'));
  local.faults.remove(id);
  await live(local);
});

it('a task that is slow to start refuses connections for a while', async () => {
  const local = await faultyEcs();
  // 20 seconds are one real one here.
  local.faults.add({ kind: 'slow-start', seconds: 40, times: 1 });
  await serve(local);
  await until(async () => (await told(local)).includes('registered 1 targets'));
  expect(await status(local)).not.toBe(200);
  await live(local);
});

it('a task passes for a while, and then answers 500', async () => {
  const local = await faultyEcs();
  local.faults.add({ kind: 'answer', status: 500, afterSeconds: 60, times: 1 });
  await serve(local);
  await live(local);
  await until(async () => (await status(local)) === 500);
  await until(async () => (await told(local)).includes('Health checks failed with these codes: [500]'));
  // ECS puts another one in its place.
  await live(local);
});

it('there is no capacity for a service, and it says so', async () => {
  const local = await faultyEcs();
  const { id } = local.faults.add({ kind: 'no-capacity', service: 'web' });
  await serve(local);
  await until(async () => (await told(local)) !== '');
  expect(await told(local)).toContain(
    '(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  );
  expect(local.events.map(({ detail }) => detail)).toContainEqual(
    expect.objectContaining({
      eventType: 'ERROR',
      eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
      reason: 'RESOURCE:FARGATE',
    }),
  );
  expect((await runTask(local)).tasks).toHaveLength(1);
  local.faults.remove(id);
  await live(local);
});

it('RunTask says for how many tasks there was no capacity', async () => {
  const local = await faultyEcs();
  local.faults.add({ kind: 'no-capacity', skip: 1 });
  const { tasks, failures } = await runTask(local, 3);
  expect(tasks).toHaveLength(1);
  const reason =
    'Capacity is unavailable at this time. Please try again later or in a different availability zone';
  expect(failures).toEqual([{ reason }, { reason }]);
});
