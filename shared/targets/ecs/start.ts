import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceDeploymentBrief, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { Rejected, Retryable } from '../../deployment/errors.ts';
import { describeRevisions, describeService, listDeployments, newestDeployment } from './describe.ts';
import type { EcsService } from './target.ts';

/** Pauses between the looks for the service deployment that an update has just started, in milliseconds. */
const APPEARS_WITHIN_MS = [0, 100, 200, 500, 1000, 2000];

/** Ends of a service deployment after which nobody knows what runs. */
const LEFT_HALF_DONE: ReadonlySet<string> = new Set(['STOPPED', 'STOP_REQUESTED', 'ROLLBACK_FAILED']);

/**
 * Rolls the revision, once: the service deployment's ARN.
 * @param since when the newest service deployment before this decision was created; what came after it is this decision's
 */
export async function start(
  service: EcsService,
  revision: string,
  since: string | undefined,
): Promise<string> {
  const begun = await findRollout(service, revision, since);
  if (begun !== undefined) return begun;
  const found = await describeService(service);
  if (found === undefined) throw new Rejected(`the ${service.name} is gone`);
  if (found.taskDefinition === revision) {
    const newest = await newestDeployment(service, found);
    if (newest?.serviceDeploymentArn !== undefined && !LEFT_HALF_DONE.has(newest.status ?? '')) {
      return newest.serviceDeploymentArn;
    }
  }
  await service.ecs.send(
    new UpdateServiceCommand({
      cluster: service.settings.cluster,
      service: service.settings.service,
      taskDefinition: revision,
      // It is set already, but no deployment of it can prove it: it was cut short, or is older than the 90 days that
      // ECS remembers. Roll it anew.
      ...(found.taskDefinition === revision ? { forceNewDeployment: true } : {}),
    }),
  );
  for (const pause of APPEARS_WITHIN_MS) {
    await sleep(pause);
    const rollout = await findRollout(service, revision, since);
    if (rollout !== undefined) return rollout;
  }
  throw new Retryable(`ECS took the update of ${service.name}, but shows no service deployment for it yet`);
}

/** The service deployment of this revision that began after `since`. */
async function findRollout(
  service: EcsService,
  revision: string,
  since: string | undefined,
): Promise<string | undefined> {
  const candidates = (await listDeployments(service, since)).filter(hasTarget);
  if (candidates.length === 0) return undefined;
  const revisions = await describeRevisions(
    service,
    candidates.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn),
  );
  return candidates.find(
    ({ targetServiceRevisionArn }) => revisions.get(targetServiceRevisionArn)?.taskDefinition === revision,
  )?.serviceDeploymentArn;
}

function hasTarget(
  deployment: ServiceDeploymentBrief,
): deployment is ServiceDeploymentBrief & { targetServiceRevisionArn: string; serviceDeploymentArn: string } {
  return deployment.targetServiceRevisionArn !== undefined && deployment.serviceDeploymentArn !== undefined;
}
