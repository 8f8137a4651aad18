import type { Pipeline, Stage } from '../deployment/model.ts';
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
  const { cluster, service, containers, region } = target.ecs;
  return {
    name,
    target: {
      kind: 'ecs',
      cluster,
      service,
      ...(containers && { containers }),
      ...(region !== undefined && { region }),
    },
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
  };
}
