import { AwsError } from '../../gateway/service.ts';

/**
 * The part of JSONPath that EventBridge has: `$`, `$.detail.name`, `$.detail['a b']`, `$.resources[0]`.
 * @throws AwsError ValidationException
 */
export function jsonPath(path: string): (value: unknown) => unknown {
  if (!/^\$(\.[\w-]+|\['[^']+'\]|\["[^"]+"\]|\[\d+\])*$/.test(path))
    throw new AwsError(
      'ValidationException',
      `InputPath ${path} is not a JSON path that the local cloud reads.`,
    );
  const steps = [...path.matchAll(/\.([\w-]+)|\['([^']+)'\]|\["([^"]+)"\]|\[(\d+)\]/g)].map(
    ([, dotted, single, double, index]) => dotted ?? single ?? double ?? index ?? '',
  );
  return (value) => steps.reduce<unknown>(child, value);
}

const child = (value: unknown, name: string): unknown =>
  // Own members of a list are its indices, so both are looked up the same way.
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
