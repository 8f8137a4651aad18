import type { HealthCheck, Pipeline, ProbeSettings, TargetSettings } from '../deployment/model.ts';
import { checkBeanstalk } from './check-beanstalk.ts';
import { checkTask } from './check-task.ts';
import type { Path } from './location.ts';

export interface Finding {
  readonly path: Path;
  readonly message: string;
}

/**
 * What no single key shows: names and targets that are used twice, times that cannot work out.
 *
 * @param defaultRegion the region of targets that name none, where it is known
 */
export function crossChecks(
  pipelines: readonly Pipeline[],
  defaultRegion?: string,
): { readonly problems: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const problems: Finding[] = [];
  const warnings: Finding[] = [];
  const repositories = new Map<string, string>();
  const targets = new Map<string, string>();

  if (pipelines.length === 0) warnings.push({ path: ['pipelines'], message: 'names no pipeline' });
  for (const pipeline of pipelines) {
    const path: Path = ['pipelines', pipeline.name];
    const other = repositories.get(pipeline.repository);
    // An image would otherwise be deployed by two pipelines, and which of them is right nobody could tell.
    if (other !== undefined) {
      const message = `"${pipeline.repository}" is already the repository of the pipeline ${other}; give each pipeline its own`;
      problems.push({ path: [...path, 'image'], message });
    }
    repositories.set(pipeline.repository, pipeline.name);
    if (pipeline.build && !pipeline.source) {
      const message = 'is never started, for the pipeline has no source whose pushes would start it';
      warnings.push({ path: [...path, 'build'], message });
    }

    const names = new Set<string>();
    for (const [index, stage] of pipeline.stages.entries()) {
      const at: Path = [...path, 'stages', index];
      if (names.has(stage.name)) {
        problems.push({ path: [...at, 'name'], message: `"${stage.name}" is the name of an earlier stage` });
      }
      names.add(stage.name);

      for (const target of stage.targets) {
        for (const { key, what } of placesOf(target, defaultRegion)) {
          const holder = targets.get(key);
          if (holder !== undefined) {
            const message = `is the ${what}, which ${holder} rolls already; a target belongs to one stage`;
            problems.push({ path: [...at, 'target'], message });
          }
          targets.set(key, `the stage ${stage.name} of the pipeline ${pipeline.name}`);
        }
      }

      // All targets of a stage have the same settings.
      const [first] = stage.targets;
      const settings =
        first.kind === 'ecs'
          ? checkTask(first.task, [...at, 'target', 'ecs', 'task'])
          : checkBeanstalk(first, stage, at);
      problems.push(...settings.problems);
      warnings.push(...settings.warnings);

      // Services that are rolled at once would not wait for each other's tasks.
      if (stage.targets.length > 1 && !stage.inOrder) {
        for (const when of ['before', 'after'] as const) {
          if (stage[when] === undefined) continue;
          const message =
            'needs "order: in-order" in the target: services that are rolled in parallel do not wait for tasks';
          problems.push({ path: [...at, when], message });
        }
      }

      for (const [probe, where] of probesOf(stage.health)) {
        const { consecutive, intervalSeconds, limitSeconds } = probe;
        if ((consecutive - 1) * intervalSeconds < limitSeconds) continue;
        const message = `is too short for ${consecutive} answers with ${intervalSeconds} s between them`;
        problems.push({ path: [...at, 'health', ...where, 'limit'], message });
      }
    }
  }
  return { problems, warnings };
}

/** Each probe of a health check, and where it stands in it. */
function probesOf(health: HealthCheck): [ProbeSettings, Path][] {
  return health.probes?.map((probe, index) => [probe, ['probes', index]]) ?? [[health, []]];
}

/** What a target is by AWS, however it is written down. */
function placesOf(target: TargetSettings, defaultRegion = ''): { key: string; what: string }[] {
  const { region = defaultRegion, role } = target;
  // `arn:aws:iam::ACCOUNT:role/NAME`: what is in another account may be called alike.
  const scope = `${target.kind} ${region} ${role?.split(':')[4] ?? ''}`;
  if (target.kind === 'ecs') {
    const name = `${target.cluster}/${target.service}`;
    return [{ key: `${scope} ${name}`, what: `ECS service ${name}` }];
  }
  const names = [target.environment, ...(target.swap ? [target.swap.standby] : [])];
  return names.map((environment) => ({
    // The name of an environment is unique in its region.
    key: `${scope} ${environment}`,
    what: `Elastic Beanstalk environment ${environment}`,
  }));
}
