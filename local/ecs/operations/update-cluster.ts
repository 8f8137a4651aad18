import type { UpdateClusterRequest, UpdateClusterResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import { settingsOf } from '../clusters/settings.ts';
import type { Context } from '../context.ts';

/** What is not given stays as it is. */
export const updateCluster =
  ({ clusters }: Context): Operation<UpdateClusterRequest, UpdateClusterResponse> =>
  ({ cluster: name, ...given }) => {
    const cluster = clusters.find(name);
    cluster.settings = { ...cluster.settings, ...settingsOf(given) };
    return { cluster: describeCluster(cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  };
