import type { Properties } from '../../cloudformation/provider.ts';
import { stackCallOf } from '../../cloudformation/stack-call.ts';
import type { setAttributes } from '../attributes.ts';

/**
 * Properties in the shape of the API's input, which has the same names. Templates may give numbers and booleans as
 * text, so what the API wants as a number or a boolean is made one, by name.
 */
export function asInput<Input>(properties: Properties): Input {
  // The operation checks what it needs; names and nesting are AWS's own, the same in both.
  return convert(properties) as Input;
}

const numbers = new Set([
  'Port',
  'Priority',
  'Weight',
  'Order',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'DurationSeconds',
]);
const booleans = new Set(['HealthCheckEnabled', 'Enabled']);

function convert(value: unknown, name = '', within = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, '', within));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item, key, name)]));
  // A redirect's port is text in the API: it may be `#{port}`.
  const isNumber = numbers.has(name) && within !== 'RedirectConfig';
  if (isNumber && typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  if (typeof value === 'number' && !isNumber) return String(value);
  if (booleans.has(name) && (value === 'true' || value === 'false')) return value === 'true';
  if (typeof value === 'boolean' && !booleans.has(name)) return String(value);
  return value;
}

export const stackCall = stackCallOf('elasticloadbalancing');

export interface KeyAndValue {
  readonly Key: string;
  readonly Value: string;
}

/**
 * Attributes as a template has them now: what it no longer has goes back to AWS's default.
 * @param set checks them, and throws before it has changed anything
 */
export function replaceAttributes(
  attributes: Map<string, string>,
  defaults: Map<string, string>,
  { given = [], set }: { given: readonly KeyAndValue[] | undefined; set: typeof setAttributes },
): void {
  set(defaults, given);
  for (const [key, value] of defaults) attributes.set(key, value);
}

export function created<T>(items: readonly T[] | undefined): T {
  const [first] = items ?? [];
  if (first === undefined) throw new Error('nothing was created');
  return first;
}

/** A name of at most 32 letters, digits and hyphens, from the one that CloudFormation made. */
export function shortName(generated: string): string {
  const name = generated.replace(/[^a-zA-Z0-9-]/g, '');
  if (name.length <= 32) return name;
  // The end is the random part, which keeps it unique; the start is what people know it by.
  return `${name.slice(0, 19).replace(/-+$/, '')}-${name.slice(-12).replace(/^-+/, '')}`;
}
