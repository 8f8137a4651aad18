import type { EcsTarget, Pipeline, Stage } from '../deployment/model.ts';
import type { Config } from './schema.ts';

type PipelineSettings = Config['pipelines'][string];
type StageSettings = PipelineSettings['stages'][number];

/** slipway.yml's own form turned into the words of the core. */
export function toPipelines(config: Config): Pipeline[] {
  return Object.entries(config.pipelines).map(([name, { source, build, image, stages }]) => {
    const [first, ...others] = stages;
    return {
      name,
      ...(source && {
        source: { provider: 'github' as const, repository: source.github, branch: source.branch },
      }),
      ...(build && { build }),
      repository: image,
      stages: [toStage(first), ...others.map(toStage)],
    };
  });
}

function toStage({ name, target, health, rollout }: StageSettings): Stage {
  return {
    name,
    targets: toTargets(target.ecs),
    ...(target.ecs.order === 'in-order' && { inOrder: true }),
    health: {
      path: health.path,
      status: [health.status].flat(),
      consecutive: health.consecutive,
      intervalSeconds: health.interval,
      timeoutSeconds: health.timeout,
      limitSeconds: health.limit,
      bakeSeconds: health.bake,
      ...(health.url !== undefined && { url: health.url.replace(/\/$/, '') }),
    },
    rolloutLimitSeconds: rollout.limit,
    ...(rollout.onNewer === 'interrupt' && { onNewer: rollout.onNewer }),
  };
}

function toTargets(ecs: StageSettings['target']['ecs']): readonly [EcsTarget, ...EcsTarget[]] {
  const { cluster, service = '', services, containers, region } = ecs;
  const toTarget = (name: string): EcsTarget => ({
    kind: 'ecs',
    cluster,
    service: name,
    ...(containers && { containers }),
    ...(region !== undefined && { region }),
  });
  // Either of the two is there: the schema says so.
  const [first, ...others] = services ?? [service];
  return [toTarget(first ?? service), ...others.map(toTarget)];
}
