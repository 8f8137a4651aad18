import type { CreateClusterRequest, CreateClusterResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../gateway/service.ts';
import { clusterArn } from '../arns.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import { settingsOf } from '../clusters/settings.ts';
import type { Cluster } from '../clusters.ts';
import type { Context } from '../context.ts';
import { invalid } from '../services/check.ts';
import { checkTags } from '../tagging.ts';

/** Making a cluster that is there gives that one back, as it is. One that was deleted is made anew. */
export const createCluster =
  ({ account, clusters }: Context): Operation<CreateClusterRequest, CreateClusterResponse> =>
  ({ clusterName: name = 'default', tags = [], ...given }) => {
    if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name))
      throw invalid(
        'Identifier was unable to be validated: a cluster name has 1 to 255 letters, digits, hyphens and underscores.',
      );
    checkTags(tags);
    const settings = settingsOf(given);
    const existing = clusters.get(name);
    if (existing?.status === 'ACTIVE') return { cluster: describeCluster(existing) };
    const cluster: Cluster = {
      arn: clusterArn(account, name),
      name,
      status: 'ACTIVE',
      settings,
      tags,
      services: new Map(),
      tasks: new Map(),
    };
    clusters.add(cluster);
    return { cluster: describeCluster(cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  };
