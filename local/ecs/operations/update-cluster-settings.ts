import type { UpdateClusterSettingsRequest, UpdateClusterSettingsResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import { settingsOf } from '../clusters/settings.ts';
import type { Context } from '../context.ts';

export const updateClusterSettings =
  ({ clusters }: Context): Operation<UpdateClusterSettingsRequest, UpdateClusterSettingsResponse> =>
  ({ cluster: name, settings }) => {
    const cluster = clusters.find(name);
    cluster.settings = { ...cluster.settings, ...settingsOf({ settings }) };
    return { cluster: describeCluster(cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  };
