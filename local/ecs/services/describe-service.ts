import type {
  Deployment as DeploymentDescription,
  Service as Description,
  ServiceField,
} from '@aws-sdk/client-ecs';
import { nameOf } from '../arns.ts';
import { resolvedPlatform } from '../tasks/platform.ts';
import type { Deployment } from './deployment.ts';
import type { Service, WorkloadSettings } from './service.ts';
import { summaryOf } from './service-deployment.ts';

export function describeService(service: Service, include: readonly ServiceField[] = []): Description {
  const rolls = service.controller === 'ECS';
  const tasks = [...service.tasks].map(({ task }) => task);
  const { role, ...options } = service.options;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: tasks.filter(({ serving, pending }) => serving && !pending).length,
    pendingCount: tasks.filter(({ pending }) => pending).length,
    ...capacityOf(service, service.workload),
    ...platformOf(service, service.workload),
    ...(service.primary ? { taskDefinition: service.primary.revision.definition.arn } : {}),
    loadBalancers: [...(service.workload.loadBalancers ?? [])],
    serviceRegistries: [],
    ...(service.workload.networkConfiguration
      ? { networkConfiguration: service.workload.networkConfiguration }
      : {}),
    deploymentConfiguration: service.configuration,
    deploymentController: { type: service.controller },
    deployments: rolls ? service.deployments.map((one) => describeDeployment(service, one)) : [],
    taskSets: rolls ? [] : taskSetsOf(service),
    ...(rolls && service.serviceDeployments[0]
      ? { currentServiceDeployment: service.serviceDeployments[0].arn }
      : {}),
    currentServiceRevisions: rolls
      ? [...new Set(service.deployments.map(({ revision }) => revision))].map((revision) =>
          summaryOf(service, revision),
        )
      : [],
    ...(role ? { roleArn: role } : {}),
    placementConstraints: [],
    placementStrategy: [],
    ...options,
    enableECSManagedTags: options.enableECSManagedTags ?? false,
    enableExecuteCommand: options.enableExecuteCommand ?? false,
    propagateTags: options.propagateTags ?? 'NONE',
    schedulingStrategy: 'REPLICA',
    events: [...service.events],
    createdAt: service.createdAt,
    createdBy: service.arn.replace(/:ecs:[^:]*:(\d+):.*$/, ':iam::$1:root'),
    ...(include.includes('TAGS') ? { tags: service.tags } : {}),
  };
}

function describeDeployment(service: Service, one: Deployment): DeploymentDescription {
  const { workload } = one.revision;
  const tasks = service.tasksOf(one).map(({ task }) => task);
  const primary = service.primary === one;
  return {
    id: one.id,
    // One that has failed was seen as DRAINING on AWS; the API reference has ACTIVE and INACTIVE only.
    status: primary ? 'PRIMARY' : one.rolloutState === 'FAILED' ? 'DRAINING' : 'ACTIVE',
    taskDefinition: one.revision.definition.arn,
    desiredCount:
      primary && one.wanted
        ? service.desiredCount
        : tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length,
    pendingCount: tasks.filter(({ pending }) => pending).length,
    runningCount: tasks.filter(({ serving, pending }) => serving && !pending).length,
    failedTasks: one.failedTasks,
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
    ...capacityOf(service, workload),
    ...platformOf(service, { ...workload, platformVersion: resolvedPlatform(workload.platformVersion) }),
    ...(workload.networkConfiguration ? { networkConfiguration: workload.networkConfiguration } : {}),
    rolloutState: one.rolloutState,
    rolloutStateReason: one.rolloutStateReason,
  };
}

/** A CodeDeploy service has task sets instead of deployments; here it keeps the one it was made with. */
function taskSetsOf(service: Service): Description['taskSets'] {
  return service.deployments.map((one) => {
    const tasks = service.tasksOf(one).map(({ task }) => task);
    return {
      id: one.id,
      taskSetArn: `${service.arn.replace(':service/', ':task-set/')}/${nameOf(one.id)}`,
      serviceArn: service.arn,
      clusterArn: service.cluster.arn,
      status: 'PRIMARY',
      taskDefinition: one.revision.definition.arn,
      computedDesiredCount: service.desiredCount,
      pendingCount: tasks.filter(({ pending }) => pending).length,
      runningCount: tasks.filter(({ serving, pending }) => serving && !pending).length,
      createdAt: one.createdAt,
      updatedAt: one.updatedAt,
      launchType: service.launchType,
      loadBalancers: [...(one.revision.workload.loadBalancers ?? [])],
      scale: { value: 100, unit: 'PERCENT' },
      stabilityStatus: service.steady ? 'STEADY_STATE' : 'STABILIZING',
    };
  });
}

const capacityOf = (service: Service, workload: WorkloadSettings) => {
  const { capacityProviderStrategy } = workload;
  return capacityProviderStrategy
    ? { capacityProviderStrategy }
    : { launchType: service.launchTypeOf(workload) };
};

const platformOf = (service: Service, workload: WorkloadSettings) =>
  service.launchTypeOf(workload) === 'FARGATE'
    ? { platformVersion: workload.platformVersion ?? 'LATEST', platformFamily: 'Linux' }
    : {};
