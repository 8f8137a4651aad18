import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { whyItEnded } from './cause.ts';

/** Where an unfinished service deployment is, for people and for the trail. */
interface Progress {
  readonly detail: string;
  readonly stage?: { readonly name: string; readonly detail: string };
  readonly waits?: true;
  readonly trouble?: 'failing' | 'going-back';
}

/**
 * Where an unfinished service deployment is.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
export function progressOf(found: ServiceDeployment): Progress {
  const detail = `${found.status ?? 'unknown'}: ${tasksOf(found)}`;
  if (found.status === 'ROLLBACK_REQUESTED' || found.status === 'ROLLBACK_IN_PROGRESS') {
    return {
      detail,
      trouble: 'going-back',
      stage: { name: 'going-back', detail: `ECS goes back: ${whyItEnded(found)}` },
    };
  }
  const stage = stageOf(found);
  // Counted where the circuit breaker is on; where it is not, the end of the rollout is soon enough to ask.
  const hasFailed = (found.deploymentCircuitBreaker?.failureCount ?? 0) > 0;
  return {
    detail,
    ...(stage ? { stage } : {}),
    ...(waits(found) ? { waits: true } : {}),
    ...(hasFailed ? { trouble: 'failing' } : {}),
  };
}

function tasksOf({ targetServiceRevision }: ServiceDeployment): string {
  const { runningTaskCount = 0, pendingTaskCount = 0, requestedTaskCount = 0 } = targetServiceRevision ?? {};
  return `${runningTaskCount} of ${requestedTaskCount} tasks run, ${pendingTaskCount} pending`;
}

/** Rolling updates have no stages; the others tell one, and how much of the traffic the new revision has. */
function stageOf(found: ServiceDeployment): Progress['stage'] {
  const { lifecycleStage, targetServiceRevision } = found;
  const pause = pauseOf(found);
  if (lifecycleStage === undefined && pause === undefined) return undefined;
  const production = targetServiceRevision?.requestedProductionTrafficWeight ?? 0;
  const test = targetServiceRevision?.requestedTestTrafficWeight ?? 0;
  const place = lifecycleStage ?? 'under way';
  const traffic = `${percent(test)} of test traffic, ${percent(production)} of production traffic`;
  const name = [place.toLowerCase().replaceAll('_', '-'), `${production}`, ...(pause ? ['paused'] : [])].join(
    '-',
  );
  return { name, detail: `${place}: ${tasksOf(found)}; ${traffic}${pause ? `; ${pause}` : ''}` };
}

const percent = (weight: number) => `${weight} %`;

/** A pause, and how to answer it. */
function pauseOf({ lifecycleHookDetails = [], serviceDeploymentArn }: ServiceDeployment): string | undefined {
  const hook = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION');
  if (hook === undefined) return undefined;
  const until = hook.expiresAt
    ? ` until ${hook.expiresAt.toISOString()} (then: ${hook.timeoutAction ?? 'ROLLBACK'})`
    : '';
  return `it waits for a person${until}: aws ecs continue-service-deployment --service-deployment-arn ${serviceDeploymentArn} --hook-id ${hook.hookId}`;
}

/** Whether nothing but time or a person is waited for, as the service's deployment configuration asks. */
function waits(found: ServiceDeployment): boolean {
  const { lifecycleStage, targetServiceRevision, deploymentConfiguration } = found;
  if (pauseOf(found) !== undefined || lifecycleStage === 'BAKE_TIME') return true;
  const { strategy = 'ROLLING', bakeTimeInMinutes, alarms } = deploymentConfiguration ?? {};
  if (strategy === 'LINEAR' || strategy === 'CANARY') {
    const weight = targetServiceRevision?.requestedProductionTrafficWeight ?? 0;
    return lifecycleStage === 'PRODUCTION_TRAFFIC_SHIFT' && weight > 0 && weight < 100;
  }
  // A rolling update shows no stage: with alarms it bakes when all of its tasks run and none of the ones before.
  if (strategy !== 'ROLLING' || (bakeTimeInMinutes === undefined && !alarms?.enable)) return false;
  const { runningTaskCount = 0, requestedTaskCount = 0 } = targetServiceRevision ?? {};
  const others = found.sourceServiceRevisions?.reduce((sum, one) => sum + (one.runningTaskCount ?? 0), 0);
  return requestedTaskCount > 0 && runningTaskCount === requestedTaskCount && !others;
}
