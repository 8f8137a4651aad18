import { Rejected } from './errors.ts';
import type { Found } from './find-place.ts';
import type { InquiryPorts } from './inquiries.ts';
import type { HealthCheck, Release, Stage, TargetSettings } from './model.ts';
import type { PlannedRun, PlannedTarget, ReleasePlan } from './plan.ts';
import type { Address } from './ports.ts';
import { probeRequests } from './probe-requests.ts';
import { wordsOf } from './probe-words.ts';
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
    const runs = [...plan.runs, ...probes(stage.health, found.addresses, release)];
    return { ...head, kind: 'planned', ...plan, runs, ...(now ? { now: onlyRelease(now) } : {}) };
  } catch (error) {
    if (error instanceof Rejected) return { ...head, kind: 'refused', reason: error.message };
    throw error;
  }
}

function probes(
  health: HealthCheck,
  addresses: readonly Address[] | undefined,
  release: Release,
): PlannedRun[] {
  const bake = health.bakeSeconds === 0 ? '' : `, then for ${health.bakeSeconds} s`;
  const asked = probeRequests(health, addresses ?? [], release);
  if (asked.length === 0) {
    const what = `no probe: it has no load balancer and no health.url, so its tasks and containers alone are judged${bake}`;
    return [{ kind: 'probe', what }];
  }
  return asked.map((one) => ({ kind: 'probe', what: `${wordsOf(one)}${bake}` }));
}

function onlyRelease({ repository, image, digest, tag, commit }: Release): Release {
  return { repository, image, digest, ...(tag ? { tag } : {}), ...(commit ? { commit } : {}) };
}
