import {
  DeleteClusterCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from './local-ecs.ts';

type Local = Awaited<ReturnType<typeof localEcs>>;
const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const images = {
  web: { says: 'one\ntwo' },
  migrate: { exits: { code: 0, after: 20 } },
  broken: { exits: { code: 3, after: 20 } },
  sick: { check: 1 },
  absent: { refused: 'CannotStartContainerError' as const },
};

const awslogs = (options: Record<string, string> = {}) => ({
  logDriver: 'awslogs' as const,
  options: {
    'awslogs-group': '/web',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'ecs',
    ...options,
  },
});

async function ran(
  containerDefinitions: RegisterTaskDefinitionCommandInput['containerDefinitions'],
  more: Partial<RegisterTaskDefinitionCommandInput> = {},
) {
  const local = await localEcs(images);
  ending.push(() => local.close());
  const { taskDefinition } = await local.ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'job', memory: '512', containerDefinitions, ...more }),
  );
  const { tasks } = await local.ecs.send(
    new RunTaskCommand({
      cluster: 'main',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      startedBy: 'test',
      ...(more.networkMode === 'awsvpc'
        ? { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } } }
        : {}),
    }),
  );
  const taskArn = tasks?.[0]?.taskArn ?? '';
  return { local, taskArn, task: () => described(local, taskArn) };
}

async function described(local: Local, taskArn: string) {
  const { tasks } = await local.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [taskArn] }));
  const [task] = tasks ?? [];
  if (!task) throw new Error(`${taskArn} is not there`);
  return task;
}

const until = (condition: () => Promise<boolean> | boolean) =>
  expect.poll(condition, { timeout: 10_000, interval: 10 }).toBe(true);

it('goes through its states, says them as events, and can be described when it has stopped', async () => {
  const { local, taskArn, task } = await ran(
    [{ name: 'app', image: 'web', portMappings: [{ containerPort: 80 }] }],
    { networkMode: 'awsvpc' },
  );
  await until(async () => (await task()).lastStatus === 'RUNNING');
  const running = await task();
  expect(running.attachments?.[0]?.details?.find(({ name }) => name === 'privateIPv4Address')?.value).toMatch(
    /^10\.0\./,
  );
  expect(running.containers?.[0]).toMatchObject({
    lastStatus: 'RUNNING',
    imageDigest: 'sha256:web',
    runtimeId: 'fake-1',
  });
  await expect(local.ecs.send(new DeleteClusterCommand({ cluster: 'main' }))).rejects.toMatchObject({
    name: 'ClusterContainsTasksException',
  });

  await local.ecs.send(new StopTaskCommand({ cluster: 'main', task: taskArn, reason: 'enough' }));
  await until(async () => (await task()).lastStatus === 'STOPPED');
  expect(await task()).toMatchObject({
    stopCode: 'UserInitiated',
    stoppedReason: 'enough',
    desiredStatus: 'STOPPED',
  });
  const states = local.events
    .filter(({ detailType }) => detailType === 'ECS Task State Change')
    .map(({ detail }) => detail.lastStatus);
  expect([...new Set(states)]).toEqual([
    'PROVISIONING',
    'PENDING',
    'ACTIVATING',
    'RUNNING',
    'STOPPING',
    'DEPROVISIONING',
    'STOPPED',
  ]);
  const { taskArns } = await local.ecs.send(
    new ListTasksCommand({ cluster: 'main', family: 'job', desiredStatus: 'STOPPED' }),
  );
  expect(taskArns).toEqual([taskArn]);
});

it('starts containers in the order of what they depend on', async () => {
  const { local, task } = await ran([
    { name: 'app', image: 'web', dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] },
    { name: 'migrate', image: 'migrate', essential: false },
  ]);
  await until(async () => (await task()).lastStatus === 'RUNNING');
  expect(local.fake.specs.map(({ image }) => image.split('@')[0])).toEqual(['migrate', 'web']);
  expect((await task()).containers?.[1]).toMatchObject({
    name: 'migrate',
    exitCode: 0,
    lastStatus: 'STOPPED',
  });
});

it('does not start what depends on a success that did not come', async () => {
  const { local, task } = await ran([
    { name: 'app', image: 'web', dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] },
    { name: 'migrate', image: 'broken', essential: false },
  ]);
  await until(async () => (await task()).lastStatus === 'STOPPED');
  expect(await task()).toMatchObject({ stopCode: 'TaskFailedToStart' });
  expect((await task()).stoppedReason).toContain('container migrate exited with 3');
  expect(local.fake.specs).toHaveLength(1);
});

it('ends with its essential container, and says the exit code', async () => {
  const { task } = await ran([
    { name: 'app', image: 'broken' },
    { name: 'side', image: 'web', essential: false },
  ]);
  await until(async () => (await task()).lastStatus === 'STOPPED');
  expect(await task()).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
  });
  expect((await task()).containers?.map(({ exitCode }) => exitCode)).toEqual([3, 143]);
});

it.each([
  ['an image that is not there', { image: 'missing' }, 'CannotPullContainerError: missing: not found'],
  ['a container that cannot start', { image: 'absent' }, 'Task failed to start'],
  [
    'a secret that is not there',
    { image: 'web', secrets: [{ name: 'S', valueFrom: '/web/none' }] },
    'ResourceInitializationError: unable to pull secrets',
  ],
  [
    'what the local cloud does not have',
    { image: 'web', firelensConfiguration: { type: 'fluentbit' as const } },
    'ResourceInitializationError: the local cloud does not support firelensConfiguration of container app',
  ],
  [
    'a log group that is not there',
    { image: 'web', logConfiguration: awslogs({ 'awslogs-group': '/missing' }) },
    'ResourceInitializationError: failed to validate logger args',
  ],
  [
    'an option of the log driver that the local cloud does not have',
    { image: 'web', logConfiguration: awslogs({ 'awslogs-multiline-pattern': '^x' }) },
    'awslogs-multiline-pattern',
  ],
  [
    'an environment file that is not there',
    { image: 'web', environmentFiles: [{ type: 's3' as const, value: 'arn:aws:s3:::b/none.env' }] },
    'ResourceInitializationError: failed to download env files',
  ],
])('says why it could not start: %s', async (_what, container, reason) => {
  const { task } = await ran([{ name: 'app', ...container }]);
  await until(async () => (await task()).lastStatus === 'STOPPED');
  expect((await task()).stopCode).toBe('TaskFailedToStart');
  expect((await task()).stoppedReason).toContain(reason);
});

it('gives a container its variables and secrets, and keeps its output by line', async () => {
  const { local, task, taskArn } = await ran([
    {
      name: 'app',
      image: 'web',
      command: ['serve'],
      environment: [{ name: 'COLOUR', value: 'blue' }],
      secrets: [{ name: 'TOKEN', valueFrom: '/web/secret' }],
      logConfiguration: awslogs(),
    },
  ]);
  await until(async () => (await task()).lastStatus === 'RUNNING');
  expect(local.fake.specs[0]).toMatchObject({
    command: ['serve'],
    environment: { COLOUR: 'blue', TOKEN: 'hush', AWS_REGION: 'us-east-1' },
  });
  expect(local.logs).toEqual(['/web ecs/app/ID one\n']);
  await local.ecs.send(new StopTaskCommand({ cluster: 'main', task: taskArn }));
  expect(local.logs).toEqual(['/web ecs/app/ID one\n', '/web ecs/app/ID two']);
});

it('has the health of its essential containers', async () => {
  const healthCheck = { command: ['CMD-SHELL', 'true'], interval: 5, retries: 1 };
  const well = await ran([{ name: 'app', image: 'web', healthCheck }]);
  await until(async () => (await well.task()).healthStatus === 'HEALTHY');
  const sick = await ran([{ name: 'app', image: 'sick', healthCheck }]);
  await until(async () => (await sick.task()).healthStatus === 'UNHEALTHY');
  // A task of its own is not ended for that.
  expect((await sick.task()).lastStatus).toBe('RUNNING');
});
