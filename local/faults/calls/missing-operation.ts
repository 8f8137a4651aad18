import type { CheckedFault } from '../fault.ts';

/** What is wrong with a fault's service or operation, where the cloud has no such one. */
export function missingOperation(
  fault: CheckedFault,
  operations: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const service = 'service' in fault && 'operation' in fault ? fault.service : undefined;
  const operation = 'operation' in fault ? fault.operation : undefined;
  if (service !== undefined && !operations.has(service))
    return `service: there is no ${service}; it is one of ${[...operations.keys()].sort().join(', ')}`;
  const there = service === undefined ? [...operations.values()].flat() : (operations.get(service) ?? []);
  if (operation === undefined || there.includes(operation)) return undefined;
  return service === undefined
    ? `operation: no service has ${operation}`
    : `operation: ${service} has no ${operation}; it is one of ${[...there].sort().join(', ')}`;
}
