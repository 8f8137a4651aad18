import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListClustersCommand,
  PutClusterCapacityProvidersCommand,
  RunTaskCommand,
  UpdateClusterCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { behind, localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function local() {
  const made = await localEcs();
  ending.push(() => made.close());
  return made;
}

it('makes a cluster once, and again when it was deleted', async () => {
  const { ecs } = await local();
  const tags = [{ key: 'team', value: 'web' }];
  const settings = [{ name: 'containerInsights' as const, value: 'enhanced' }];
  await ecs.send(new CreateClusterCommand({ clusterName: 'second', tags, settings }));
  const again = await ecs.send(new CreateClusterCommand({ clusterName: 'second' }));
  expect(again.cluster?.status).toBe('ACTIVE');
  const describe = () =>
    ecs.send(new DescribeClustersCommand({ clusters: ['second', 'none'], include: ['TAGS', 'SETTINGS'] }));
  expect(await describe()).toMatchObject({
    clusters: [{ clusterName: 'second', tags, settings }],
    failures: [{ arn: expect.stringMatching(/:cluster\/none$/), reason: 'MISSING' }],
  });
  const first = await ecs.send(new ListClustersCommand({ maxResults: 1 }));
  expect([first.clusterArns?.length, typeof first.nextToken]).toEqual([1, 'string']);
  await ecs.send(new DeleteClusterCommand({ cluster: 'second' }));
  expect((await describe()).clusters).toMatchObject([{ status: 'INACTIVE' }]);
  expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toHaveLength(1);
  await expect(ecs.send(new DeleteClusterCommand({ cluster: 'second' }))).rejects.toMatchObject({
    name: 'ClusterNotFoundException',
  });
  await ecs.send(new CreateClusterCommand({ clusterName: 'second' }));
  expect((await describe()).clusters).toMatchObject([{ status: 'ACTIVE', tags: [] }]);
});

it('remembers the last hundred services that have ended in it, whenever they were made', async () => {
  const { ecs, revision } = await local();
  const taskDefinition = await revision('v1');
  const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-a'] } };
  const status = async (name: string) => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: [name] }));
    return services?.[0]?.status;
  };
  const names = Array.from({ length: 101 }, (_, index) => `service-${index}`);
  const create = (serviceName: string) =>
    ecs.send(
      new CreateServiceCommand({
        ...{ cluster: 'main', serviceName, desiredCount: 0 },
        ...{ networkConfiguration, taskDefinition },
      }),
    );
  const end = async (service: string) => {
    await ecs.send(new DeleteServiceCommand({ cluster: 'main', service }));
    await expect.poll(() => status(service), { interval: 1 }).toBe('INACTIVE');
  };
  const [first = '', ...others] = names;
  await create(first);
  for (const name of others) {
    await create(name);
    await end(name);
  }
  await end(first);
  expect(await Promise.all(['service-1', 'service-2', first].map(status))).toEqual([
    undefined,
    'INACTIVE',
    'INACTIVE',
  ]);
});

it('is one of the last hundred that are remembered when they are deleted', async () => {
  const { ecs } = await local();
  const create = (clusterName: string) => ecs.send(new CreateClusterCommand({ clusterName }));
  const end = (cluster: string) => ecs.send(new DeleteClusterCommand({ cluster }));
  await create('first');
  for (const name of Array.from({ length: 100 }, (_, index) => `cluster-${index}`)) {
    await create(name);
    await end(name);
  }
  await end('first');
  const asked = new DescribeClustersCommand({ clusters: ['main', 'cluster-0', 'cluster-1', 'first'] });
  const { clusters, failures } = await ecs.send(asked);
  expect(clusters?.map(({ status }) => status)).toEqual(['ACTIVE', 'INACTIVE', 'INACTIVE']);
  expect(failures).toMatchObject([{ arn: expect.stringMatching(/cluster-0$/), reason: 'MISSING' }]);
});

it('counts what is in it, and is not deleted with it', async () => {
  const { ecs, revision, targetGroupArn } = await local();
  const taskDefinition = await revision('v1');
  const { networkConfiguration } = behind(targetGroupArn);
  await ecs.send(new CreateServiceCommand({ ...behind(targetGroupArn), taskDefinition, desiredCount: 0 }));
  await expect(ecs.send(new DeleteClusterCommand({ cluster: 'main' }))).rejects.toMatchObject({
    name: 'ClusterContainsServicesException',
  });
  await ecs.send(
    new RunTaskCommand({ cluster: 'main', taskDefinition, networkConfiguration, launchType: 'FARGATE' }),
  );
  const { clusters } = await ecs.send(
    new DescribeClustersCommand({ clusters: ['main'], include: ['STATISTICS'] }),
  );
  expect(clusters?.[0]).toMatchObject({ activeServicesCount: 1, registeredContainerInstancesCount: 0 });
  expect((clusters?.[0]?.runningTasksCount ?? 0) + (clusters?.[0]?.pendingTasksCount ?? 0)).toBe(1);
  expect(clusters?.[0]?.statistics).toContainEqual({ name: 'activeFargateServiceCount', value: '1' });
});

it('changes what it is told to, and refuses what there is not', async () => {
  const { ecs } = await local();
  const cluster = 'main';
  const configuration = { executeCommandConfiguration: { logging: 'NONE' as const } };
  const updated = await ecs.send(new UpdateClusterCommand({ cluster, configuration }));
  expect(updated.cluster).toMatchObject({ configuration });
  const providers = { cluster, capacityProviders: ['FARGATE'], defaultCapacityProviderStrategy: [] };
  await ecs.send(new PutClusterCapacityProvidersCommand(providers));
  const { clusters } = await ecs.send(
    new DescribeClustersCommand({ clusters: [cluster], include: ['CONFIGURATIONS'] }),
  );
  expect(clusters?.[0]).toMatchObject({ configuration, capacityProviders: ['FARGATE'] });
  await expect(
    ecs.send(new PutClusterCapacityProvidersCommand({ ...providers, capacityProviders: ['mine'] })),
  ).rejects.toThrow("capacity provider 'mine' was not found");
  await expect(
    ecs.send(new UpdateClusterCommand({ cluster, serviceConnectDefaults: { namespace: 'n' } })),
  ).rejects.toThrow('Service Connect');
});
