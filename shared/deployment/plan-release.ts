import { Rejected } from './errors.ts';
import type { Found } from './find-place.ts';
import type { InquiryPorts } from './inquiries.ts';
import type { HealthCheck, Release, Stage, TargetSettings } from './model.ts';
import type { PlannedRun, PlannedTarget, ReleasePlan } from './plan.ts';
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
    const plan = await target.plan(release);
    const digest = found.settled?.release.digest;
    const now = state.good.find((good) => good.digest === digest) ?? found.settled?.release;
    const runs = [...plan.runs, ...probes(stage.health, stage.health.url ?? found.url)];
    return { ...head, kind: 'planned', ...plan, runs, ...(now ? { now: onlyRelease(now) } : {}) };
  } catch (error) {
    if (error instanceof Rejected) return { ...head, kind: 'refused', reason: error.message };
    throw error;
  }
}

function probes(health: HealthCheck, address: string | undefined): PlannedRun[] {
  if (address === undefined) {
    return [
      { kind: 'probe', what: 'no probe: it has no load balancer and no health.url, so ECS alone judges' },
    ];
  }
  const { path, status, consecutive, limitSeconds, bakeSeconds } = health;
  const bake = bakeSeconds === 0 ? '' : `, then for ${bakeSeconds} s`;
  const what = `GET ${address}${path} until it is ${status.join(' or ')} ${consecutive} times in a row (${limitSeconds} s at most)${bake}`;
  return [{ kind: 'probe', what }];
}

function onlyRelease({ repository, image, digest, tag, commit }: Release): Release {
  return { repository, image, digest, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) };
}
