import type { Properties } from '../../cloudformation/provider.ts';
import { stackCallOf } from '../../cloudformation/stack-call.ts';

/** Maps whose keys are the user's own, and must stay as they are. */
const maps = new Set(['Options', 'DockerLabels', 'DriverOpts', 'Labels']);

/** Names that the API writes in another way than with a small first letter. */
const names: Readonly<Record<string, string>> = {
  PlacementStrategies: 'placementStrategy',
  EnableECSManagedTags: 'enableECSManagedTags',
  EFSVolumeConfiguration: 'efsVolumeConfiguration',
  FSxWindowsFileServerVolumeConfiguration: 'fsxWindowsFileServerVolumeConfiguration',
  ManagedEBSVolume: 'managedEBSVolume',
};

/** Members that the API wants as a number or a boolean; a template may give them as text. */
const numbers = new Set(
  (
    'cpu memory memoryReservation containerPort hostPort desiredCount healthCheckGracePeriodSeconds maximumPercent ' +
    'minimumHealthyPercent interval timeout retries startPeriod startTimeout stopTimeout softLimit hardLimit sizeInGiB ' +
    'restartAttemptPeriod value weight base bakeTimeInMinutes stepPercent stepBakeTimeInMinutes canaryPercent ' +
    'canaryBakeTimeInMinutes timeoutInMinutes'
  ).split(' '),
);

/**
 * Properties as the API's input: the same names with a small first letter.
 *
 * A number or boolean that a template or a parameter gives as text becomes one, but for the task's own cpu and
 * memory and what a user names and values: these are text in the API.
 */
export function asInput<Input>(properties: Properties): Input {
  // The operation checks what it needs; names and nesting are AWS's own, the same in both.
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      nameIn(key),
      key === 'Cpu' || key === 'Memory' ? String(value) : convert(value, nameIn(key), key),
    ]),
  ) as Input;
}

function convert(value: unknown, name: string, key: string, parent = ''): unknown {
  // Any JSON, as it is or as text.
  if (key === 'HookDetails') return typeof value === 'string' ? JSON.parse(value) : value;
  if (maps.has(key))
    return Object.fromEntries(Object.entries(value ?? {}).map(([own, text]) => [own, String(text)]));
  if (Array.isArray(value)) return value.map((item) => convert(item, name, '', name));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([inner, item]) => [
        nameIn(inner),
        convert(item, nameIn(inner), inner, name),
      ]),
    );
  const isNumber = numbers.has(name) && !textParents.has(parent);
  // What a user gives a name, a value or a word of a command is text, also where YAML reads a number in it.
  if (texts.has(name) || (name === 'value' && !isNumber)) return String(value);
  if (isNumber && typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) return Number(value);
  if (value === 'true' || value === 'false') return value === 'true';
  return value;
}

/** Lists of name and value whose values are text. */
const textParents = new Set([
  'environment',
  'tags',
  'systemControls',
  'resourceRequirements',
  'clusterSettings',
  'properties',
]);
/** Members that are text whatever they look like. */
const texts = new Set(['command', 'entryPoint', 'image', 'name', 'user', 'key', 'family']);

const nameIn = (key: string) => names[key] ?? `${key.charAt(0).toLowerCase()}${key.slice(1)}`;

export const stackCall = stackCallOf('ecs');
