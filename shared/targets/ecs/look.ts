import {
  DescribeServiceDeploymentsCommand,
  type ServiceDeployment,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import type { RolloutState } from '../../deployment/rollout.ts';
import { describeRevisions, describeService } from './describe.ts';
import { parseImage } from './image.ts';
import type { EcsService } from './target.ts';

/**
 * Where a service deployment is. It counts as succeeded only when it ended with `revision` in place, by its own success
 * or, for a rollback that was joined under way, by ECS going back to it.
 */
export async function look(service: EcsService, rollout: string, revision: string): Promise<RolloutState> {
  const answer = await service.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [rollout] }),
  );
  const found = answer.serviceDeployments?.[0];
  if (found === undefined) {
    return (await describeService(service)) === undefined
      ? { phase: 'gone', reason: `the ${service.name} was deleted during the rollout` }
      : { phase: 'stopped', reason: `ECS no longer knows the service deployment ${rollout}` };
  }
  switch (found.status) {
    case 'SUCCESSFUL':
      return endedOn(service, found, found.targetServiceRevision?.arn, revision);
    case 'ROLLBACK_SUCCESSFUL':
      return endedOn(service, found, found.rollback?.serviceRevisionArn, revision);
    case 'ROLLBACK_FAILED':
      return { phase: 'stuck', reason: `ECS could not roll back: ${reasonOf(found)}` };
    case 'STOPPED':
      return { phase: 'stopped', reason: `the rollout was stopped: ${reasonOf(found)}` };
    default:
      return { phase: 'running', detail: `${found.status ?? 'unknown'}: ${progressOf(found)}` };
  }
}

/** What the rolled containers of a service revision run. An image pinned by digest proves itself, also of an index. */
export function runningDigests(service: EcsService, revision: ServiceRevision): string[] {
  return (revision.containerImages ?? [])
    .filter(({ containerName, image }) => service.isOurs({ name: containerName ?? '', image: image ?? '' }))
    .map(({ image, imageDigest }) => parseImage(image ?? '').digest ?? imageDigest ?? 'unknown');
}

async function endedOn(
  service: EcsService,
  found: ServiceDeployment,
  revisionArn: string | undefined,
  wanted: string,
): Promise<RolloutState> {
  const revision = revisionArn
    ? (await describeRevisions(service, [revisionArn])).get(revisionArn)
    : undefined;
  const current = await describeService(service);
  if (current === undefined) return { phase: 'gone', reason: `the ${service.name} was deleted` };
  if (revision?.taskDefinition === wanted) {
    return current.taskDefinition === wanted
      ? { phase: 'succeeded', revision: wanted, digests: runningDigests(service, revision) }
      : {
          phase: 'usurped',
          reason: `someone else has since rolled ${current.taskDefinition} on ${service.name}`,
        };
  }
  return found.status === 'ROLLBACK_SUCCESSFUL'
    ? { phase: 'taken-back', reason: `ECS rolled it back: ${reasonOf(found)}` }
    : {
        phase: 'usurped',
        reason: `someone else rolled ${revision?.taskDefinition ?? 'another revision'} on ${service.name}`,
      };
}

function reasonOf({ rollback, statusReason, deploymentCircuitBreaker }: ServiceDeployment): string {
  const failures = deploymentCircuitBreaker?.failureCount;
  const counted = failures
    ? ` (${failures} of ${deploymentCircuitBreaker?.threshold} tolerated failures)`
    : '';
  return `${statusReason ?? rollback?.reason ?? 'no reason given'}${counted}`;
}

function progressOf({ targetServiceRevision }: ServiceDeployment): string {
  const { runningTaskCount = 0, pendingTaskCount = 0, requestedTaskCount = 0 } = targetServiceRevision ?? {};
  return `${runningTaskCount} of ${requestedTaskCount} tasks run, ${pendingTaskCount} pending`;
}
