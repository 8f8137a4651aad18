import type { JsonObject } from '../deployment/json.ts';
import type { ContainerSettings, EcsTarget, Pipeline, Stage, TaskSettings } from '../deployment/model.ts';
import { toHealth } from './health.ts';
import { toOneOffTask } from './one-off-tasks.ts';
import type { Config } from './schema.ts';

type PipelineSettings = Config['pipelines'][string];
type StageSettings = PipelineSettings['stages'][number];

type EcsSettings = StageSettings['target']['ecs'];
type Definitions = ReadonlyMap<string, JsonObject>;

/**
 * slipway.yml's own form turned into the words of the core.
 * @param definitions the templates that it names
 */
export function toPipelines(config: Config, definitions: Definitions): Pipeline[] {
  return Object.entries(config.pipelines).map(([name, { source, build, image, stages }]) => {
    const [first, ...others] = stages;
    const read = (stage: StageSettings) => toStage(stage, definitions);
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
  definitions: Definitions,
): Stage {
  return {
    name,
    targets: toTargets(target.ecs, definitions),
    ...(target.ecs.order === 'in-order' && { inOrder: true }),
    health: toHealth(health),
    rolloutLimitSeconds: rollout.limit,
    ...(rollout.onNewer === 'interrupt' && { onNewer: rollout.onNewer }),
    ...(before?.length && { before: before.map(toOneOffTask) }),
    ...(after?.length && { after: after.map(toOneOffTask) }),
  };
}

function toTargets(ecs: EcsSettings, definitions: Definitions): readonly [EcsTarget, ...EcsTarget[]] {
  const { cluster, service = '', services, containers, region, role, externalId } = ecs;
  const task = ecs.task && toTask(ecs.task, definitions);
  const toTarget = (name: string): EcsTarget => ({
    kind: 'ecs',
    cluster,
    service: name,
    ...(containers && { containers }),
    ...(region !== undefined && { region }),
    ...(role !== undefined && { role }),
    ...(externalId !== undefined && { externalId }),
    ...(task && { task }),
  });
  // Either of the two is there: the schema says so.
  const [first, ...others] = services ?? [service];
  return [toTarget(first ?? service), ...others.map(toTarget)];
}

function toTask(
  { template: file, cpu, memory, tags, containers }: NonNullable<EcsSettings['task']>,
  definitions: Definitions,
): TaskSettings {
  const definition = file === undefined ? undefined : definitions.get(file);
  return {
    ...(file !== undefined && definition !== undefined && { template: { file, definition } }),
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(tags && { tags }),
    ...(containers && {
      containers: Object.fromEntries(
        Object.entries(containers).map(([name, settings]) => [name, toContainer(settings)]),
      ),
    }),
  };
}

function toContainer({
  environment,
  secrets,
  cpu,
  memory,
  memoryReservation,
  command,
}: NonNullable<NonNullable<EcsSettings['task']>['containers']>[string]): ContainerSettings {
  return {
    ...(environment && { environment }),
    ...(secrets && { secrets }),
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(memoryReservation !== undefined && { memoryReservation }),
    ...(command && { command }),
  };
}
