import { Rejected } from './errors.ts';
import type { Found } from './find-place.ts';
import type { InquiryPorts } from './inquiries.ts';
import type { Release, Stage, TargetSettings } from './model.ts';
import type { PlannedTarget, ReleasePlan } from './plan.ts';
import { obstacles, plannedRuns } from './planned-runs.ts';
import { refuseProbing } from './refuse-probing.ts';
import { nameOfTarget } from './targets.ts';

/** What a deployment of the release to these targets would change and do, target by target. */
export async function planRelease(
  { pipeline, stage, targets, configVersion }: Found,
  release: Release,
  ports: InquiryPorts,
): Promise<ReleasePlan> {
  const planned = targets.map((target) => planTarget(target, stage, release, ports));
  return {
    pipeline: pipeline.name,
    stage: stage.name,
    configVersion,
    release,
    targets: await Promise.all(planned),
  };
}

async function planTarget(
  settings: TargetSettings,
  stage: Stage,
  release: Release,
  ports: InquiryPorts,
): Promise<PlannedTarget> {
  const target = ports.target(settings, release);
  const head = { target: ports.targetKey(settings), name: nameOfTarget(settings) };
  try {
    const [found, state] = await Promise.all([target.inspect(), ports.ledger.target(head.target)]);
    if (found.kind === 'refused') return { ...head, kind: 'refused', reason: found.reason };
    const unprovable = await refuseProbing({ stage, release }, found, ports);
    if (unprovable !== undefined) return { ...head, kind: 'refused', reason: unprovable };
    const plan = await target.plan(release);
    const digest = found.settled?.release.digest;
    const now = state.good.find((good) => good.digest === digest) ?? found.settled?.release;
    return {
      ...head,
      kind: 'planned',
      ...plan,
      runs: plannedRuns(plan, stage, found, release),
      obstacles: obstacles(state),
      ...(now ? { now: onlyRelease(now) } : {}),
    };
  } catch (error) {
    if (error instanceof Rejected) return { ...head, kind: 'refused', reason: error.message };
    throw error;
  }
}

function onlyRelease({ repository, image, digest, tag, commit }: Release): Release {
  return { repository, image, digest, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) };
}
