import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { continueServiceDeployment } from './continue-service-deployment.ts';
import { createCluster } from './create-cluster.ts';
import { createService } from './create-service.ts';
import { deleteCluster } from './delete-cluster.ts';
import { deleteService } from './delete-service.ts';
import { deleteTaskDefinitions } from './delete-task-definitions.ts';
import { deregisterTaskDefinition } from './deregister-task-definition.ts';
import { describeClusters } from './describe-clusters.ts';
import { describeServiceDeployments } from './describe-service-deployments.ts';
import { describeServiceRevisions } from './describe-service-revisions.ts';
import { describeServices } from './describe-services.ts';
import { describeTaskDefinition } from './describe-task-definition.ts';
import { describeTasks } from './describe-tasks.ts';
import { listClusters } from './list-clusters.ts';
import { listServiceDeployments } from './list-service-deployments.ts';
import { listServices } from './list-services.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTaskDefinitionFamilies } from './list-task-definition-families.ts';
import { listTaskDefinitions } from './list-task-definitions.ts';
import { listTasks } from './list-tasks.ts';
import { putClusterCapacityProviders } from './put-cluster-capacity-providers.ts';
import { registerTaskDefinition } from './register-task-definition.ts';
import { runTask } from './run-task.ts';
import { stopServiceDeployment } from './stop-service-deployment.ts';
import { stopTask } from './stop-task.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateCluster } from './update-cluster.ts';
import { updateClusterSettings } from './update-cluster-settings.ts';
import { updateService } from './update-service.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  ContinueServiceDeployment: continueServiceDeployment(context),
  CreateCluster: createCluster(context),
  CreateService: createService(context),
  DeleteCluster: deleteCluster(context),
  DeleteService: deleteService(context),
  DeleteTaskDefinitions: deleteTaskDefinitions(context),
  DeregisterTaskDefinition: deregisterTaskDefinition(context),
  DescribeClusters: describeClusters(context),
  DescribeServiceDeployments: describeServiceDeployments(context),
  DescribeServiceRevisions: describeServiceRevisions(context),
  DescribeServices: describeServices(context),
  DescribeTaskDefinition: describeTaskDefinition(context),
  DescribeTasks: describeTasks(context),
  ListClusters: listClusters(context),
  ListServiceDeployments: listServiceDeployments(context),
  ListServices: listServices(context),
  ListTagsForResource: listTagsForResource(context),
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies(context),
  ListTaskDefinitions: listTaskDefinitions(context),
  ListTasks: listTasks(context),
  PutClusterCapacityProviders: putClusterCapacityProviders(context),
  RegisterTaskDefinition: registerTaskDefinition(context),
  RunTask: runTask(context),
  StopServiceDeployment: stopServiceDeployment(context),
  StopTask: stopTask(context),
  TagResource: tagResource(context),
  UntagResource: untagResource(context),
  UpdateCluster: updateCluster(context),
  UpdateClusterSettings: updateClusterSettings(context),
  UpdateService: updateService(context),
});
