import type { CreateClusterRequest, CreateClusterResponse } from '@aws-sdk/client-ecs';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { clusterArn } from '../arns.ts';
import { type Cluster, describeCluster } from '../clusters.ts';
import type { Context } from '../context.ts';

/** Making a cluster that is there gives that one back. */
export const createCluster =
  ({ account, clusters }: Context): Operation<CreateClusterRequest, CreateClusterResponse> =>
  ({ clusterName: name = 'default', tags, ...settings }) => {
    if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name))
      throw new AwsError(
        'InvalidParameterException',
        'Identifier was unable to be validated: a cluster name has 1 to 255 letters, digits, hyphens and underscores.',
      );
    if (settings.serviceConnectDefaults)
      throw new AwsError('InvalidParameterException', 'The local cloud does not support Service Connect.');
    const existing = clusters.get(name);
    if (existing?.status === 'ACTIVE') return { cluster: describeCluster(existing) };
    const cluster: Cluster = {
      arn: clusterArn(account, name),
      name,
      status: 'ACTIVE',
      settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
      tags: tags ?? [],
      services: new Map(),
      tasks: new Map(),
    };
    clusters.add(cluster);
    return { cluster: describeCluster(cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  };
