import { Rejected } from '../../deployment/errors.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../deployment/json.ts';
import type { ContainerSettings, TaskSettings } from '../../deployment/model.ts';

type Values = Readonly<Record<string, string | null>>;

/** The stage's own size and tags of the task. */
export function overrideTask(
  definition: JsonObject,
  { cpu, memory, tags = {} }: TaskSettings = {},
): JsonObject {
  return {
    ...definition,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    tags: merge(definition.tags, tags, 'key', 'value'),
  };
}

/**
 * The stage's own settings of containers.
 * @param what that has the containers, for the message
 * @throws Rejected when one is named that is not there
 */
export function overrideContainers(
  containers: readonly JsonObject[],
  settings: TaskSettings['containers'] = {},
  what: string,
): JsonObject[] {
  const names = containers.map(({ name }) => String(name));
  const unknown = Object.keys(settings).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Rejected(
      `${what} has no container ${unknown}, which the stage has settings for under "task.containers": it has ${names.join(', ')}`,
    );
  }
  return containers.map((container) => override(container, settings[String(container.name)]));
}

function override(container: JsonObject, settings: ContainerSettings | undefined): JsonObject {
  if (settings === undefined) return container;
  const { environment = {}, secrets = {}, ...plain } = settings;
  // ECS refuses a name that is both: what the stage says takes it from the other.
  const moved = (values: Values): Values =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, null]])),
    );
  return {
    ...container,
    ...plain,
    ...member(container, 'environment', { ...moved(secrets), ...environment }, 'value'),
    ...member(container, 'secrets', { ...moved(environment), ...secrets }, 'valueFrom'),
  };
}

/** A list of the container with the stage's values; nothing where the stage has none, so that it stays as it was. */
function member(container: JsonObject, list: string, values: Values, valueMember: string): JsonObject {
  const isTouched = Object.entries(values).some(
    ([name, value]) => value !== null || holds(container[list], name),
  );
  return isTouched ? { [list]: merge(container[list], values, 'name', valueMember) } : {};
}

function holds(list: Json | undefined, name: string): boolean {
  return isJsonList(list) && list.some((entry) => isJsonObject(entry) && entry.name === name);
}

/** Entries keep their places and whatever else they hold; new ones come last. */
function merge(list: Json | undefined, values: Values, keyMember: string, valueMember: string): Json[] {
  const left = new Map(Object.entries(values));
  const kept = (isJsonList(list) ? list : []).flatMap((entry): Json[] => {
    const key = isJsonObject(entry) ? String(entry[keyMember]) : '';
    const value = left.get(key);
    if (!isJsonObject(entry) || value === undefined) return [entry];
    left.delete(key);
    return value === null ? [] : [{ ...entry, [valueMember]: value }];
  });
  const added = [...left].flatMap(([key, value]) =>
    value === null ? [] : [{ [keyMember]: key, [valueMember]: value }],
  );
  return [...kept, ...added];
}
