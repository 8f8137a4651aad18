import {
  DescribeTasksCommand,
  ListTasksCommand,
  PutClusterCapacityProvidersCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const network = { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'] } };

async function local(more: Partial<RegisterTaskDefinitionCommandInput> = {}) {
  const made = await localEcs({
    migrate: { exits: { code: 3, after: 20 } },
    // Ends long after any limit of these tests.
    slow: {},
    broken: { refused: 'CannotStartContainerError' },
  });
  ending.push(() => made.close());
  await made.ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'job',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'app', image: 'web', environment: [{ name: 'A', value: 'definition' }] },
      ],
      tags: [
        { key: 'team', value: 'web' },
        { key: 'kind', value: 'definition' },
      ],
      ...more,
    }),
  );
  const runs = (input: Partial<RunTaskCommandInput> = {}) =>
    made.ecs.send(
      new RunTaskCommand({ cluster: 'main', taskDefinition: 'job', networkConfiguration: network, ...input }),
    );
  const started = async (input: Partial<RunTaskCommandInput> = {}) => {
    const { tasks } = await runs({ launchType: 'FARGATE', ...input });
    const taskArn = tasks?.[0]?.taskArn ?? '';
    return async () => {
      const answer = await made.ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [taskArn] }));
      const [task] = answer.tasks ?? [];
      if (!task) throw new Error(`${taskArn} is not there`);
      return task;
    };
  };
  return { ...made, runs, started };
}

const until = (condition: () => Promise<boolean> | boolean) =>
  expect.poll(condition, { timeout: 10_000, interval: 10 }).toBe(true);

it('tells how a one-off task ended: its exit code, when it ran, and why it stopped', async () => {
  const { started } = await local({ containerDefinitions: [{ name: 'app', image: 'migrate' }] });
  const task = await started();
  await until(async () => (await task()).lastStatus === 'STOPPED');
  const ended = await task();
  expect(ended).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    availabilityZone: expect.stringMatching(/^us-east-1[ab]$/),
    ephemeralStorage: { sizeInGiB: 20 },
    connectivity: 'CONNECTED',
    attachments: [{ type: 'ElasticNetworkInterface', status: 'DELETED' }],
    containers: [{ name: 'app', exitCode: 3, lastStatus: 'STOPPED' }],
  });
  const { createdAt, pullStartedAt, pullStoppedAt, startedAt, executionStoppedAt, stoppedAt } = ended;
  const moments = [createdAt, pullStartedAt, pullStoppedAt, startedAt, executionStoppedAt, stoppedAt];
  expect(moments.map(Number).toSorted((a, b) => a - b)).toEqual(moments.map(Number));
});

it('remembers a stopped task for an hour', async () => {
  const { clock, ecs, started } = await local({ containerDefinitions: [{ name: 'app', image: 'migrate' }] });
  const task = await started();
  await until(async () => (await task()).lastStatus === 'STOPPED');
  clock.hold();
  const { taskArn = '' } = await task();
  await clock.move(3000);
  const list = () =>
    ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED', family: 'job' }));
  expect((await list()).taskArns).toEqual([taskArn]);
  await clock.move(600);
  expect((await list()).taskArns).toEqual([]);
  const { failures } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [taskArn] }));
  expect(failures).toEqual([{ arn: taskArn, reason: 'MISSING' }]);
});

it('answers with a task that has yet to get its network interface', async () => {
  const { runs } = await local();
  const { tasks } = await runs({ launchType: 'FARGATE' });
  expect(tasks?.[0]?.connectivity).toBeUndefined();
  expect(tasks?.[0]).toMatchObject({
    lastStatus: 'PROVISIONING',
    attachments: [{ status: 'PRECREATED', details: [{ name: 'subnetId' }] }],
  });
});

it('starts nothing twice for one token, and refuses it for another request', async () => {
  const { ecs, runs } = await local();
  const first = await runs({ clientToken: 't', count: 2 });
  const again = await runs({ clientToken: 't', count: 2 });
  const arns = first.tasks?.map(({ taskArn }) => taskArn);
  expect(again.tasks?.map(({ taskArn }) => taskArn)).toEqual(arns);
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main' }));
  expect(taskArns?.toSorted()).toEqual(arns?.toSorted());
  await expect(runs({ clientToken: 't', count: 3 })).rejects.toMatchObject({
    name: 'ConflictException',
    resourceIds: arns,
  });
});

it('spreads tasks over the providers of a strategy, the base first', async () => {
  const { ecs, runs } = await local();
  const capacityProviderStrategy = [
    { capacityProvider: 'FARGATE', base: 1, weight: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight: 3 },
  ];
  await expect(runs({ capacityProviderStrategy })).rejects.toThrow('not associated with the cluster');
  await ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: 'main',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: capacityProviderStrategy,
    }),
  );
  const { tasks } = await runs({ count: 5 });
  const counts = Map.groupBy(tasks ?? [], ({ capacityProviderName }) => capacityProviderName);
  expect([counts.get('FARGATE')?.length, counts.get('FARGATE_SPOT')?.length]).toEqual([2, 3]);
  expect(tasks?.every(({ launchType }) => launchType === 'FARGATE')).toBe(true);
});

it('gives a task the tags and overrides that were asked for', async () => {
  const { fake, runs, started, files } = await local();
  files.set('config/web.env', '# first\nB="file"\nB=late\nA=file\nnonsense\n');
  files.set('config/more.env', 'B=more\nC=more');
  const environmentFiles = ['web', 'more'].map((name) => ({
    type: 's3' as const,
    value: `arn:aws:s3:::config/${name}.env`,
  }));
  const overrides = {
    memory: '1024',
    containerOverrides: [
      {
        name: 'app',
        command: ['migrate'],
        environment: [{ name: 'D', value: 'override' }],
        environmentFiles,
      },
    ],
  };
  const { tasks } = await runs({
    overrides,
    tags: [{ key: 'kind', value: 'asked' }],
    propagateTags: 'TASK_DEFINITION',
    enableECSManagedTags: true,
  });
  expect(tasks?.[0]).toMatchObject({ memory: '1024', overrides });
  expect(tasks?.[0]?.tags).toEqual([
    { key: 'team', value: 'web' },
    { key: 'kind', value: 'asked' },
    { key: 'aws:ecs:clusterName', value: 'main' },
  ]);
  const task = await started({ overrides });
  await until(async () => (await task()).lastStatus === 'RUNNING');
  expect(fake.specs.at(-1)).toMatchObject({
    command: ['migrate'],
    environment: { A: 'definition', B: '"file"', C: 'more', D: 'override' },
  });
});

it('shares the volumes of a task among its containers, and removes them with it', async () => {
  const { fake, started, removedVolumes } = await local({
    volumes: [{ name: 'data', host: {} }, { name: 'unused' }],
    containerDefinitions: [
      { name: 'app', image: 'migrate', mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
      { name: 'side', image: 'web', volumesFrom: [{ sourceContainer: 'app', readOnly: true }] },
    ],
  });
  const task = await started();
  await until(async () => (await task()).lastStatus === 'STOPPED');
  const mounts = fake.specs.flatMap((spec) => spec.mounts ?? []);
  const volume = mounts[0]?.volume ?? '';
  expect(mounts).toEqual([
    { volume, path: '/data', readOnly: false },
    { volume, path: '/data', readOnly: true },
  ]);
  expect(removedVolumes).toContain(volume);
});

it('gives up a container whose dependency takes too long', async () => {
  const { fake, started } = await local({
    containerDefinitions: [
      { name: 'app', image: 'web', dependsOn: [{ containerName: 'first', condition: 'COMPLETE' }] },
      { name: 'first', image: 'slow', essential: false, startTimeout: 2 },
    ],
  });
  const task = await started();
  await until(async () => (await task()).lastStatus === 'STOPPED');
  expect(await task()).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringContaining('first was not COMPLETE within 2 seconds'),
  });
  expect(fake.specs).toHaveLength(1);
});

it('runs on without a container that is not essential and does not start', async () => {
  const { started } = await local({
    containerDefinitions: [
      { name: 'app', image: 'web' },
      { name: 'side', image: 'broken', essential: false },
    ],
  });
  const task = await started();
  await until(async () => (await task()).lastStatus === 'RUNNING');
  expect((await task()).containers).toMatchObject([
    { name: 'app', lastStatus: 'RUNNING' },
    { name: 'side', lastStatus: 'STOPPED', reason: expect.stringContaining('CannotStartContainerError') },
  ]);
});

it.each<[Partial<RunTaskCommandInput>, string, string]>([
  [{ count: 11 }, 'InvalidParameterException', 'less than or equal to 10'],
  [{ group: 'service:web' }, 'InvalidParameterException', 'Invalid namespace'],
  [{ enableExecuteCommand: true }, 'InvalidParameterException', 'ECS Exec'],
  [{ launchType: 'EXTERNAL' }, 'InvalidParameterException', 'EXTERNAL'],
  [{ launchType: 'FARGATE', platformVersion: '9.9.9' }, 'PlatformUnknownException', 'does not exist'],
  [
    { launchType: 'FARGATE', overrides: { memory: '700' } },
    'InvalidParameterException',
    '256 CPU, 700 memory',
  ],
  [{ overrides: { containerOverrides: [{ name: 'x' }] } }, 'InvalidParameterException', 'container named x'],
  [
    { overrides: { taskRoleArn: 'arn:aws:iam::1:role/stranger' } },
    'ClientException',
    'unable to assume the role',
  ],
  [{ taskDefinition: 'none' }, 'ClientException', 'TaskDefinition not found'],
  [{ tags: [{ key: 'aws:x', value: '' }] }, 'InvalidParameterException', 'aws:'],
])('refuses to run %j', async (input, name, message) => {
  const { ecs, runs } = await local();
  await expect(runs(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  expect((await ecs.send(new ListTasksCommand({ cluster: 'main' }))).taskArns).toEqual([]);
});
