import type {
  DeploymentConfiguration,
  ServiceDeployment as Description,
  ServiceDeploymentBrief,
  ServiceDeploymentStatus,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { breakerThreshold } from '../scheduler/breaker.ts';
import type { Deployment } from './deployment.ts';
import type { Service } from './service.ts';
import type { ServiceRevision } from './service-revision.ts';

/** One attempt to bring a service to a revision, its rollback included. */
export interface ServiceDeployment {
  readonly arn: string;
  readonly createdAt: Date;
  readonly target: Deployment;
  readonly sources: readonly ServiceRevision[];
  readonly configuration: DeploymentConfiguration;
  startedAt: Date | undefined;
  finishedAt: Date | undefined;
  stoppedAt: Date | undefined;
  updatedAt: Date;
  status: ServiceDeploymentStatus;
  statusReason: string | undefined;
  rollback:
    | { readonly reason: string; readonly startedAt: Date; readonly to: Deployment | undefined }
    | undefined;
  tripped: boolean;
  /** Counts at its end: afterwards they belong to the next one. */
  counts:
    | (Pick<Description, 'sourceServiceRevisions' | 'targetServiceRevision'> & {
        failureCount: number;
        threshold: number;
      })
    | undefined;
}

/** The statuses in which one ends (API reference, ServiceDeployment). */
const endStatuses: readonly ServiceDeploymentStatus[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

export function endServiceDeployment(
  service: Service,
  one: ServiceDeployment,
  end: { status: ServiceDeploymentStatus; reason?: string; now: Date },
): void {
  one.counts = countsOf(service, one);
  one.status = end.status;
  one.finishedAt = end.now;
  one.updatedAt = end.now;
  if (end.status === 'STOPPED') one.stoppedAt = end.now;
  if (end.reason !== undefined) one.statusReason = end.reason;
}

export function describeServiceDeployment(service: Service, one: ServiceDeployment): Description {
  const { failureCount, threshold, ...revisions } = one.counts ?? countsOf(service, one);
  const breaker = one.configuration.deploymentCircuitBreaker?.enable ?? false;
  const ended = endStatuses.includes(one.status);
  return {
    serviceDeploymentArn: one.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: one.createdAt,
    ...(one.startedAt ? { startedAt: one.startedAt } : {}),
    ...(one.finishedAt ? { finishedAt: one.finishedAt } : {}),
    ...(one.stoppedAt ? { stoppedAt: one.stoppedAt } : {}),
    updatedAt: one.updatedAt,
    ...revisions,
    status: one.status,
    ...(one.statusReason === undefined ? {} : { statusReason: one.statusReason }),
    deploymentConfiguration: one.configuration,
    ...(one.rollback
      ? {
          rollback: {
            reason: one.rollback.reason,
            startedAt: one.rollback.startedAt,
            ...(one.rollback.to ? { serviceRevisionArn: one.rollback.to.revision.arn } : {}),
          },
        }
      : {}),
    deploymentCircuitBreaker: {
      status: !breaker
        ? 'DISABLED'
        : one.tripped
          ? 'TRIGGERED'
          : ended
            ? 'MONITORING_COMPLETE'
            : 'MONITORING',
      failureCount,
      threshold,
    },
    alarms: { status: 'DISABLED', alarmNames: [], triggeredAlarmNames: [] },
  };
}

export function briefServiceDeployment(service: Service, one: ServiceDeployment): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: one.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: one.createdAt,
    ...(one.startedAt ? { startedAt: one.startedAt } : {}),
    ...(one.finishedAt ? { finishedAt: one.finishedAt } : {}),
    targetServiceRevisionArn: one.target.revision.arn,
    status: one.status,
    ...(one.statusReason === undefined ? {} : { statusReason: one.statusReason }),
  };
}

function countsOf(service: Service, one: ServiceDeployment): NonNullable<ServiceDeployment['counts']> {
  return {
    sourceServiceRevisions: one.sources.map((source) => summaryOf(service, source)),
    targetServiceRevision: summaryOf(service, one.target.revision),
    failureCount: one.target.failedTasks,
    threshold: breakerThreshold(one.configuration.deploymentCircuitBreaker, service.desiredCount),
  };
}

/** What of a revision is asked for and runs. */
export function summaryOf(service: Service, revision: ServiceRevision): ServiceRevisionSummary {
  const tasks = [...service.tasks]
    .filter((one) => one.deployment.revision === revision)
    .map(({ task }) => task);
  return {
    arn: revision.arn,
    requestedTaskCount:
      service.primary?.revision === revision
        ? service.desiredCount
        : tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length,
    runningTaskCount: tasks.filter(({ serving, pending }) => serving && !pending).length,
    pendingTaskCount: tasks.filter(({ pending }) => pending).length,
  };
}
