import type { HealthCheck, Pipeline, ProbeSettings } from '../deployment/model.ts';
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

      for (const { cluster, service, region = defaultRegion ?? '', role } of stage.targets) {
        // `arn:aws:iam::ACCOUNT:role/NAME`: services of another account may be called alike.
        const key = `${region} ${role?.split(':')[4] ?? ''} ${cluster}/${service}`;
        const holder = targets.get(key);
        if (holder !== undefined) {
          const message = `is the ECS service ${cluster}/${service}, which ${holder} rolls already; a target belongs to one stage`;
          problems.push({ path: [...at, 'target'], message });
        }
        targets.set(key, `the stage ${stage.name} of the pipeline ${pipeline.name}`);
      }

      // All targets of a stage have the same settings.
      const task = checkTask(stage.targets[0].task, [...at, 'target', 'ecs', 'task']);
      problems.push(...task.problems);
      warnings.push(...task.warnings);

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
