import type { CreateClusterRequest } from '@aws-sdk/client-ecs';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Properties, ResourceProvider } from '../../cloudformation/provider.ts';
import { settingsOf } from '../clusters/settings.ts';
import type { Context } from '../context.ts';
import { createCluster } from '../operations/create-cluster.ts';
import { deleteCluster } from '../operations/delete-cluster.ts';
import { asInput, stackCall } from './as-input.ts';

const known = [
  'ClusterName',
  'ClusterSettings',
  'Configuration',
  'CapacityProviders',
  'DefaultCapacityProviderStrategy',
  'Tags',
];

export function clusterResource(context: Context): ResourceProvider {
  const inputOf = (properties: Properties): CreateClusterRequest => {
    checkKnown('AWS::ECS::Cluster', properties, known);
    const { clusterSettings, ...input } = asInput<
      CreateClusterRequest & { clusterSettings?: CreateClusterRequest['settings'] }
    >(properties);
    return { ...input, ...(clusterSettings ? { settings: clusterSettings } : {}) };
  };
  return {
    replaceOn: ['ClusterName'],
    async create({ properties, generatedName }) {
      const input = inputOf(properties);
      const name = input.clusterName ?? generatedName;
      if (context.clusters.get(name)?.status === 'ACTIVE') throw new Error(`Cluster ${name} already exists`);
      const { cluster } = await createCluster(context)(
        { ...input, clusterName: name },
        stackCall('CreateCluster'),
      );
      return { id: name, attributes: { Arn: cluster?.clusterArn } };
    },
    update({ properties, resource }) {
      const { clusterName: _name, tags, ...settings } = inputOf(properties);
      const cluster = context.clusters.find(resource.id);
      cluster.tags = tags ?? [];
      cluster.settings = settingsOf(settings);
      return resource;
    },
    async delete({ resource }) {
      if (context.clusters.get(resource.id)?.status === 'ACTIVE')
        await deleteCluster(context)({ cluster: resource.id }, stackCall('DeleteCluster'));
    },
  };
}
