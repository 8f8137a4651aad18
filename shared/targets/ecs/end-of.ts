import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { RolloutState } from '../../deployment/rollout.ts';
import { whyItEnded } from './cause.ts';
import { describeRevisions, describeService, newestDeployment } from './describe.ts';
import { runningDigests } from './running-digests.ts';
import type { EcsService } from './target.ts';

/** What the end of a service deployment means for the task definition that it was to bring. */
export async function endOf(
  service: EcsService,
  ended: ServiceDeployment,
  wanted: string,
): Promise<RolloutState> {
  const current = await describeService(service);
  if (current === undefined) return gone(service);
  const lost = whoElse(service, current);
  if (lost !== undefined) return lost;
  const revisionArn =
    ended.status === 'SUCCESSFUL' ? ended.targetServiceRevision?.arn : ended.rollback?.serviceRevisionArn;
  switch (ended.status) {
    case 'SUCCESSFUL':
    case 'ROLLBACK_SUCCESSFUL':
      return endedOn(service, { ended, current, revisionArn, wanted });
    default: {
      const newer = await newerThan(service, ended, current);
      if (newer !== undefined) return { phase: 'usurped', reason: newer };
      return ended.status === 'STOPPED'
        ? { phase: 'stopped', reason: `the rollout was stopped: ${whyItEnded(ended)}` }
        : { phase: 'stuck', reason: `ECS could not roll back: ${whyItEnded(ended)}` };
    }
  }
}

/** A service deployment that ECS has no record of: with its service it is forgotten, or after 90 days. */
export async function unknown(service: EcsService, rollout: string): Promise<RolloutState> {
  const current = await describeService(service);
  if (current === undefined) return gone(service);
  const reason = `ECS knows no service deployment ${rollout}: the ${service.name} was deleted and made anew meanwhile`;
  return whoElse(service, current) ?? { phase: 'usurped', reason };
}

function gone({ name }: EcsService): RolloutState {
  return { phase: 'gone', reason: `the ${name} was deleted meanwhile` };
}

/** Whether the service is still there to be rolled by us, and runs anything. */
function whoElse(service: EcsService, current: Service): RolloutState | undefined {
  const controller = current.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') {
    return {
      phase: 'usurped',
      reason: `the ${service.name} was given the deployment controller ${controller} meanwhile`,
    };
  }
  if (current.desiredCount === 0) {
    return {
      phase: 'gone',
      reason: `the ${service.name} was scaled to zero meanwhile: nothing runs, so nothing is proved. Scale it up and deploy again`,
    };
  }
  return undefined;
}

async function endedOn(
  service: EcsService,
  {
    ended,
    current,
    revisionArn,
    wanted,
  }: { ended: ServiceDeployment; current: Service; revisionArn: string | undefined; wanted: string },
): Promise<RolloutState> {
  const revision = revisionArn
    ? (await describeRevisions(service, [revisionArn])).get(revisionArn)
    : undefined;
  const runs = revision?.taskDefinition;
  if (runs !== undefined && current.taskDefinition !== runs) {
    const words = runs === wanted ? 'has since rolled' : 'rolled';
    return {
      phase: 'usurped',
      reason: `someone else ${words} ${current.taskDefinition ?? 'another revision'} on ${service.name}`,
    };
  }
  if (revision !== undefined && runs === wanted) {
    return { phase: 'succeeded', revision: wanted, digests: runningDigests(service, revision) };
  }
  return ended.status === 'ROLLBACK_SUCCESSFUL'
    ? { phase: 'taken-back', reason: `ECS rolled it back: ${whyItEnded(ended)}` }
    : { phase: 'usurped', reason: `someone else rolled ${runs ?? 'another revision'} on ${service.name}` };
}

/** In words, who began a service deployment after this one; ECS ends a service deployment for the next. */
async function newerThan(
  service: EcsService,
  ended: ServiceDeployment,
  current: Service,
): Promise<string | undefined> {
  const newest = await newestDeployment(service, current);
  if (newest?.serviceDeploymentArn === undefined) return undefined;
  if (newest.serviceDeploymentArn === ended.serviceDeploymentArn) return undefined;
  return `someone else has since begun ${newest.serviceDeploymentArn} with ${current.taskDefinition} on ${service.name}`;
}
