import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../deployment/json.ts';

// What ECS fills in where a definition says nothing, and how it writes sizes. So a template that says nothing of them is
// no change. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html

const OF_TASK: JsonObject = { networkMode: 'bridge' };
const OF_CONTAINER: JsonObject = { cpu: 0, essential: true, versionConsistency: 'enabled' };
const OF_HEALTH_CHECK: JsonObject = { interval: 30, timeout: 5, retries: 3, startPeriod: 0 };
const OF_EFS_VOLUME: JsonObject = { rootDirectory: '/', transitEncryption: 'DISABLED' };

const UNITS_PER_VCPU = 1024;
const MEBIBYTES_PER_GB = 1024;

/** A definition without what says nothing: empty lists and objects, null, and what ECS would fill in by itself. */
export function withoutDefaults(definition: JsonObject): JsonObject {
  const { networkMode } = definition;
  const written: Record<string, Json> = { ...without(definition, OF_TASK) };
  if (typeof written.cpu === 'string') written.cpu = inUnits(written.cpu, /vcpu$/i, UNITS_PER_VCPU);
  if (typeof written.memory === 'string') written.memory = inUnits(written.memory, /gb$/i, MEBIBYTES_PER_GB);
  written.containerDefinitions = eachOf(definition.containerDefinitions, (container) => ({
    ...without(container, OF_CONTAINER),
    portMappings: eachOf(container.portMappings, (mapping) => withoutPort(mapping, networkMode)),
    ...(isJsonObject(container.healthCheck)
      ? { healthCheck: without(container.healthCheck, OF_HEALTH_CHECK) }
      : {}),
  }));
  written.volumes = eachOf(definition.volumes, (volume) =>
    isJsonObject(volume.efsVolumeConfiguration)
      ? { ...volume, efsVolumeConfiguration: without(volume.efsVolumeConfiguration, OF_EFS_VOLUME) }
      : volume,
  );
  const full = withoutNothing(written);
  return isJsonObject(full) ? full : {};
}

/** The host's port is the container's, or in a bridged network any (0). */
function withoutPort(mapping: JsonObject, networkMode: Json | undefined): JsonObject {
  const isOwn = networkMode === 'awsvpc' || networkMode === 'host';
  const hostPort = isOwn ? (mapping.containerPort ?? null) : 0;
  return without(mapping, { protocol: 'tcp', hostPort });
}

function without(object: JsonObject, defaults: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([member, value]) => defaults[member] !== value));
}

function eachOf(list: Json | undefined, change: (entry: JsonObject) => JsonObject): Json {
  return isJsonList(list)
    ? list.map((entry) => (isJsonObject(entry) ? change(entry) : entry))
    : (list ?? null);
}

function withoutNothing(value: Json): Json {
  if (isJsonList(value)) return value.map(withoutNothing);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([member, inner]) => [member, withoutNothing(inner)] as const)
      .filter(([, inner]) => !saysNothing(inner)),
  );
}

function saysNothing(value: Json): boolean {
  if (value === null) return true;
  if (isJsonList(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** `.5 vCPU` is 512, `2 GB` is 2048. */
function inUnits(text: string, large: RegExp, factor: number): string {
  const number = Number(text.replace(large, '').trim()) * (large.test(text.trim()) ? factor : 1);
  return Number.isFinite(number) && text !== '' ? String(number) : text;
}
