import type { Pipeline, Stage } from '../deployment/model.ts';
import { toBeanstalkTarget } from './beanstalk.ts';
import { toEcsTargets } from './ecs.ts';
import { toHealth } from './health.ts';
import { toOneOffTask } from './one-off-tasks.ts';
import type { ResolvedBundles } from './resolve-bundles.ts';
import type { ResolvedTemplates } from './resolve-templates.ts';
import type { Config } from './schema.ts';

type PipelineSettings = Config['pipelines'][string];
type StageSettings = PipelineSettings['stages'][number];

/** What slipway.yml names beside itself. */
type Named = Pick<ResolvedTemplates, 'definitions'> & Pick<ResolvedBundles, 'bundles'>;

/**
 * slipway.yml's own form turned into the words of the core.
 * @param named the files that it names
 */
export function toPipelines(config: Config, named: Named): Pipeline[] {
  return Object.entries(config.pipelines).map(([name, { source, build, image, stages }]) => {
    const [first, ...others] = stages;
    const read = (stage: StageSettings) => toStage(stage, named);
    return {
      name,
      ...(source && {
        source: { provider: 'github' as const, repository: source.github, branch: source.branch },
      }),
      ...(build && { build }),
      repository: image,
      stages: [read(first), ...others.map(read)],
    };
  });
}

function toStage(
  { name, target, health, rollout, before, after }: StageSettings,
  { definitions, bundles }: Named,
): Stage {
  return {
    name,
    targets: target.ecs
      ? toEcsTargets(target.ecs, definitions)
      : [toBeanstalkTarget(target.beanstalk, bundles)],
    ...(target.ecs?.order === 'in-order' && { inOrder: true }),
    health: toHealth(health),
    rolloutLimitSeconds: rollout.limit,
    ...(rollout.onNewer === 'interrupt' && { onNewer: rollout.onNewer }),
    ...(before?.length && { before: before.map(toOneOffTask) }),
    ...(after?.length && { after: after.map(toOneOffTask) }),
  };
}
