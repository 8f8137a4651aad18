import type { CheckedFault, FaultKind, Problem } from '../fault.ts';

/** Those whose `service` is one of AWS's. */
const ABOUT_CALLS: readonly FaultKind[] = ['throttle', 'error', 'latency', 'cut', 'pages', 'crash-function'];

/** What is wrong with a fault's service or operation, where the cloud has no such one. */
export function missingOperation(
  fault: CheckedFault,
  operations: ReadonlyMap<string, readonly string[]>,
): Problem | undefined {
  if (!ABOUT_CALLS.includes(fault.kind)) return undefined;
  const { service, operation } = { service: undefined, operation: undefined, ...fault };
  if (service !== undefined && !operations.has(service))
    return {
      field: 'service',
      message: `there is no ${service}; it is one of ${[...operations.keys()].sort().join(', ')}`,
    };
  const there = service === undefined ? [...operations.values()].flat() : (operations.get(service) ?? []);
  if (operation === undefined || there.includes(operation)) return undefined;
  const message =
    service === undefined
      ? `no service has ${operation}`
      : `${service} has no ${operation}; it is one of ${[...there].sort().join(', ')}`;
  return { field: 'operation', message };
}
