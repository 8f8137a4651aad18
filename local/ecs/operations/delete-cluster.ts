import type { DeleteClusterRequest, DeleteClusterResponse } from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import type { Context } from '../context.ts';

export const deleteCluster =
  ({ clusters }: Context): Operation<DeleteClusterRequest, DeleteClusterResponse> =>
  (input) => {
    const cluster = clusters.find(input.cluster);
    if ([...cluster.services.values()].some(({ service }) => service.status === 'ACTIVE'))
      throw new AwsError(
        'ClusterContainsServicesException',
        'The Cluster cannot be deleted while Services are active.',
      );
    if ([...cluster.tasks.values()].some(({ lastStatus }) => lastStatus !== 'STOPPED'))
      throw new AwsError(
        'ClusterContainsTasksException',
        'The Cluster cannot be deleted while Tasks are active.',
      );
    clusters.end(cluster);
    return { cluster: describeCluster(cluster) };
  };
