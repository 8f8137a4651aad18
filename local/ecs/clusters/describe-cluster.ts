import type { ClusterField, Cluster as Description, KeyValuePair } from '@aws-sdk/client-ecs';
import type { Cluster } from '../clusters.ts';

/** What is told only when it is asked for by `include` is empty otherwise (API reference, DescribeClusters). */
export function describeCluster(cluster: Cluster, include: readonly ClusterField[] = []): Description {
  const tasks = [...cluster.tasks.values()];
  const { settings, configuration, ...rest } = cluster.settings;
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ pending }) => pending).length,
    activeServicesCount: [...cluster.services.values()].filter(({ service }) => service.status === 'ACTIVE')
      .length,
    statistics: include.includes('STATISTICS') ? statisticsOf(cluster) : [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    ...rest,
    tags: include.includes('TAGS') ? cluster.tags : [],
    settings: include.includes('SETTINGS')
      ? (settings ?? [{ name: 'containerInsights', value: 'disabled' }])
      : [],
    ...(include.includes('CONFIGURATIONS') && configuration ? { configuration } : {}),
    ...(include.includes('ATTACHMENTS') ? { attachments: [] } : {}),
  };
}

/** Counts by launch type (API reference, Cluster: `statistics`). */
function statisticsOf(cluster: Cluster): KeyValuePair[] {
  const tasks = [...cluster.tasks.values()];
  const services = [...cluster.services.values()].map(({ service }) => service);
  return (['EC2', 'FARGATE'] as const).flatMap((launchType) => {
    const name = launchType === 'FARGATE' ? 'Fargate' : launchType;
    const ofType = tasks.filter(({ plan }) => plan.launchType === launchType);
    const counts = {
      [`running${name}TasksCount`]: ofType.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
      [`pending${name}TasksCount`]: ofType.filter(({ pending }) => pending).length,
      [`active${name}ServiceCount`]: servicesIn('ACTIVE'),
      [`draining${name}ServiceCount`]: servicesIn('DRAINING'),
    };
    return Object.entries(counts).map(([key, count]) => ({ name: key, value: String(count) }));

    function servicesIn(status: string): number {
      return services.filter((one) => one.launchType === launchType && one.status === status).length;
    }
  });
}
