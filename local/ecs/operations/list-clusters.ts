import type { ListClustersRequest, ListClustersResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listClusters =
  ({ clusters }: Context): Operation<ListClustersRequest, ListClustersResponse> =>
  (input) => {
    const { items, ...next } = page(
      clusters.all.filter(({ status }) => status === 'ACTIVE'),
      input,
    );
    return { clusterArns: items.map(({ arn }) => arn), ...next };
  };
