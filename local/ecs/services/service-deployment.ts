import type {
  DeploymentConfiguration,
  ServiceDeployment as Description,
  ServiceDeploymentBrief,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { breakerThreshold } from '../scheduler/breaker.ts';
import type { Cause } from '../scheduler/cause.ts';
import { describeHook, type HookRun } from '../scheduler/hooks/hook-run.ts';
import { trafficShares } from '../scheduler/shares.ts';
import { isRolling, type Traffic } from '../scheduler/stages.ts';
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
  /** What served when it began, and is there to go back to; none for a service's first. */
  readonly keeper: Deployment | undefined;
  /** Where it is, of a strategy that has stages. */
  stage: ServiceDeploymentLifecycleStage | undefined;
  /** Of the last stage that had any. */
  hooks: readonly HookRun[];
  /** Percent of the traffic that the revision has. */
  readonly shifted: Record<Traffic, number>;
  /** Alarms that end it, and those of them that did; none where they are off or were on at its beginning. */
  readonly alarms: { readonly watched: readonly string[]; readonly triggered: string[] };
  rollback:
    | { readonly reason: string; readonly startedAt: Date; readonly to: Deployment | undefined }
    | undefined;
  /** What ended it, where that was a failure. */
  cause: Cause | undefined;
  /** Counts at its end: afterwards they belong to the next one. */
  counts:
    | (Pick<Description, 'sourceServiceRevisions' | 'targetServiceRevision'> & {
        failureCount: number;
        threshold: number;
      })
    | undefined;
}

/** One that has not started yet. */
export function makeServiceDeployment(
  made: Pick<
    ServiceDeployment,
    'arn' | 'createdAt' | 'target' | 'keeper' | 'sources' | 'configuration' | 'alarms'
  >,
): ServiceDeployment {
  return {
    ...made,
    updatedAt: made.createdAt,
    startedAt: undefined,
    finishedAt: undefined,
    stoppedAt: undefined,
    status: 'PENDING',
    statusReason: undefined,
    stage: undefined,
    hooks: [],
    shifted: { test: 0, production: 0 },
    rollback: undefined,
    cause: undefined,
    counts: undefined,
  };
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
  // Who was still asked will not be heard any more.
  one.hooks = one.hooks.filter(({ status }) => status !== 'IN_PROGRESS' && status !== 'AWAITING_ACTION');
  one.finishedAt = end.now;
  one.updatedAt = end.now;
  if (end.status === 'STOPPED') one.stoppedAt = end.now;
  if (end.reason !== undefined) one.statusReason = end.reason;
}

export function describeServiceDeployment(service: Service, one: ServiceDeployment): Description {
  const { failureCount, threshold, ...revisions } = one.counts ?? countsOf(service, one);
  const breaker = one.configuration.deploymentCircuitBreaker?.enable ?? false;
  const ended = endStatuses.includes(one.status);
  const monitor = (
    enabled: boolean,
    by: NonNullable<Cause['by']>,
  ): { status: ServiceDeploymentRollbackMonitorsStatus } => ({
    status: !enabled
      ? 'DISABLED'
      : one.cause?.by === by
        ? 'TRIGGERED'
        : ended
          ? 'MONITORING_COMPLETE'
          : 'MONITORING',
  });
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
    ...(one.stage === undefined ? {} : { lifecycleStage: one.stage }),
    ...(one.hooks.length > 0 ? { lifecycleHookDetails: one.hooks.map(describeHook) } : {}),
    deploymentCircuitBreaker: { ...monitor(breaker, 'breaker'), failureCount, threshold },
    alarms: {
      ...monitor(one.alarms.watched.length > 0, 'alarm'),
      alarmNames: one.configuration.alarms?.alarmNames ?? [],
      triggeredAlarmNames: one.alarms.triggered,
    },
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
    sourceServiceRevisions: one.sources.map((source) => ({
      ...summaryOf(service, source),
      ...weightsOf(one, source),
    })),
    targetServiceRevision: {
      ...summaryOf(service, one.target.revision),
      ...weightsOf(one, one.target.revision),
    },
    failureCount: one.target.failedTasks,
    threshold: breakerThreshold(one.configuration.deploymentCircuitBreaker, service.desiredCount),
  };
}

/** A rolling update shifts no traffic, and shows no weights. */
function weightsOf(one: ServiceDeployment, { arn }: ServiceRevision): ServiceRevisionSummary {
  if (isRolling(one.configuration)) return {};
  return {
    requestedTestTrafficWeight: trafficShares(one, 'test').get(arn) ?? 0,
    requestedProductionTrafficWeight: trafficShares(one, 'production').get(arn) ?? 0,
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
      service.primary?.revision === revision && service.primary.wanted
        ? service.desiredCount
        : tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length,
    runningTaskCount: tasks.filter(({ serving, pending }) => serving && !pending).length,
    pendingTaskCount: tasks.filter(({ pending }) => pending).length,
  };
}
