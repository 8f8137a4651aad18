import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { clusterResource } from './resources/cluster.ts';
import { serviceResource } from './resources/service.ts';
import { taskDefinitionResource } from './resources/task-definition.ts';

export const ecsResources = (context: Context): ResourceProviders => ({
  'AWS::ECS::Cluster': clusterResource(context),
  'AWS::ECS::TaskDefinition': taskDefinitionResource(context),
  'AWS::ECS::Service': serviceResource(context),
});
