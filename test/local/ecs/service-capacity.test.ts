import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  PutClusterCapacityProvidersCommand,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const onSpot = [
  { capacityProvider: 'FARGATE', base: 1, weight: 1 },
  { capacityProvider: 'FARGATE_SPOT', weight: 2 },
];

async function local() {
  const made = await localEcs();
  ending.push(() => made.close());
  const taskDefinition = await made.revision('web');
  const create = (more: Partial<CreateServiceCommandInput>) =>
    made.ecs.send(
      new CreateServiceCommand({
        cluster: 'main',
        serviceName: 'web',
        taskDefinition,
        desiredCount: 4,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
        ...more,
      }),
    );
  return {
    ...made,
    create,
    associate: (defaultCapacityProviderStrategy = onSpot) =>
      made.ecs.send(
        new PutClusterCapacityProvidersCommand({
          cluster: 'main',
          capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
          defaultCapacityProviderStrategy,
        }),
      ),
    update: (more: Partial<UpdateServiceCommandInput>) =>
      made.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', ...more })),
    async service() {
      const described = new DescribeServicesCommand({ cluster: 'main', services: ['web'] });
      return (await made.ecs.send(described)).services?.[0];
    },
    async providers() {
      const { taskArns = [] } = await made.ecs.send(new ListTasksCommand({ cluster: 'main' }));
      if (taskArns.length === 0) return [];
      const { tasks = [] } = await made.ecs.send(
        new DescribeTasksCommand({ cluster: 'main', tasks: taskArns }),
      );
      return tasks
        .filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
        .map(({ capacityProviderName = '', launchType }) => `${launchType} ${capacityProviderName}`.trim())
        .sort();
    },
  };
}

it("places a service's tasks by the cluster's default strategy where it is made with none", async () => {
  const { associate, create, providers, service } = await local();
  await associate();
  await create({});
  const spread = ['FARGATE FARGATE', 'FARGATE FARGATE', 'FARGATE FARGATE_SPOT', 'FARGATE FARGATE_SPOT'];
  await expect.poll(providers).toEqual(spread);
  expect(await service()).toMatchObject({
    capacityProviderStrategy: onSpot,
    deployments: [{ capacityProviderStrategy: onSpot }],
  });
});

it('changes where tasks run with a deployment that is forced, there and back', async () => {
  const { associate, create, providers, service, update } = await local();
  await associate([]);
  await create({ launchType: 'EC2', desiredCount: 1 });
  await expect.poll(providers).toEqual(['EC2']);
  const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  await expect(update({ capacityProviderStrategy })).rejects.toThrow('you must force a new deployment');
  await update({ capacityProviderStrategy, forceNewDeployment: true });
  await expect.poll(providers, { timeout: 10_000 }).toEqual(['FARGATE FARGATE_SPOT']);
  await update({ capacityProviderStrategy: [], forceNewDeployment: true });
  await expect.poll(providers, { timeout: 10_000 }).toEqual(['EC2']);
  const now = await service();
  expect([now?.launchType, now?.capacityProviderStrategy]).toEqual(['EC2', undefined]);
});

it("goes to the cluster's default strategy where there is no launch type to go back to", async () => {
  const { associate, create, providers, service, update } = await local();
  await associate([]);
  await create({ capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }], desiredCount: 1 });
  await expect.poll(providers).toEqual(['FARGATE FARGATE']);
  const emptied = { capacityProviderStrategy: [], forceNewDeployment: true };
  await expect(update(emptied)).rejects.toThrow(
    'No launch type to fall back to for empty capacity provider strategy. Your service was not created with a launch type.',
  );
  const byDefault = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  await associate(byDefault);
  await update(emptied);
  await expect.poll(providers, { timeout: 10_000 }).toEqual(['FARGATE FARGATE_SPOT']);
  const now = await service();
  expect([now?.launchType, now?.capacityProviderStrategy]).toEqual([
    undefined,
    [expect.objectContaining(byDefault[0])],
  ]);
});

it.each<[Partial<CreateServiceCommandInput>, string]>([
  [{ launchType: 'FARGATE', capacityProviderStrategy: onSpot }, 'Specifying both a launch type and capacity'],
  [{ capacityProviderStrategy: [{ capacityProvider: 'mine', weight: 1 }] }, "'mine' was not found"],
  [{ capacityProviderStrategy: onSpot }, 'not associated with the cluster'],
  [{ desiredCount: undefined }, 'desiredCount is required'],
  [
    {
      deploymentConfiguration: {
        deploymentCircuitBreaker: {
          ...{ enable: true, rollback: true },
          thresholdConfiguration: { type: 'UNBOUNDED_PERCENT', value: 101 },
        },
      },
    },
    'between 1 and 100',
  ],
])('refuses %j', async (more, message) => {
  const { create } = await local();
  await expect(create(more)).rejects.toThrow(message);
});

it('sees no other platform version in the one that it has by default', async () => {
  const { create, service, update } = await local();
  await create({ launchType: 'FARGATE' });
  const ids = async () => (await service())?.deployments?.map(({ id }) => id);
  const before = await ids();
  await update({ platformVersion: 'LATEST' });
  expect(await ids()).toEqual(before);
  await update({ platformVersion: '1.3.0' });
  expect(await ids()).not.toEqual(before);
});
