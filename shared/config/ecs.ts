import type * as z from 'zod';
import type { JsonObject } from '../deployment/json.ts';
import type { ContainerSettings, EcsTarget, TaskSettings } from '../deployment/model.ts';
import type { ecs as ecsSchema } from './ecs-schema.ts';

type EcsSettings = z.infer<typeof ecsSchema>;
type Definitions = ReadonlyMap<string, JsonObject>;

/** `target.ecs` in the words of the core: a target for each service. @param definitions the templates that it names */
export function toEcsTargets(
  ecs: EcsSettings,
  definitions: Definitions,
): readonly [EcsTarget, ...EcsTarget[]] {
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
