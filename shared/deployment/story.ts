import type { DeploymentEnded, DeploymentStarted } from '../../events/index.ts';
import type { Deployment, Ending, Release } from './model.ts';
import { nameOfTarget } from './targets.ts';

/** The events that tell the outside world about a deployment. */
export function startedEvent(deployment: Deployment): DeploymentStarted {
  return whatEventsShare(deployment);
}

export function endedEvent(deployment: Deployment, ending: Ending): DeploymentEnded {
  return {
    ...whatEventsShare(deployment),
    verdict: ending.verdict,
    reason: ending.reason,
    seconds: Math.round((ending.endedAt - deployment.requestedAt) / 100) / 10,
    ...(ending.now ? { now: eventRelease(ending.now) } : {}),
    ...(ending.url ? { url: ending.url } : {}),
    ...(ending.held ? { held: true } : {}),
  };
}

function whatEventsShare({
  id,
  pipeline,
  stage,
  target,
  kind,
  requestedBy,
  release,
}: Deployment): DeploymentStarted {
  return {
    deployment: id,
    pipeline,
    stage: stage.name,
    ...(stage.oneOf === undefined ? {} : { service: nameOfTarget(stage.target) }),
    target,
    kind,
    requestedBy,
    release: eventRelease(release),
  };
}

function eventRelease({ repository, digest, tag, commit }: Release): DeploymentStarted['release'] {
  return { repository, digest, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) };
}
