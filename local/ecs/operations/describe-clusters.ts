import type { DescribeClustersRequest, DescribeClustersResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { clusterArn, nameOf } from '../arns.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import type { Context } from '../context.ts';

export const describeClusters =
  ({ account, clusters }: Context): Operation<DescribeClustersRequest, DescribeClustersResponse> =>
  (input) => {
    const asked = (input.clusters ?? ['default']).map((name) => ({ name, cluster: clusters.get(name) }));
    return {
      clusters: asked.flatMap(({ cluster }) => (cluster ? [describeCluster(cluster, input.include)] : [])),
      failures: asked.flatMap(({ name, cluster }) =>
        cluster ? [] : [{ arn: clusterArn(account, nameOf(name)), reason: 'MISSING' }],
      ),
    };
  };
