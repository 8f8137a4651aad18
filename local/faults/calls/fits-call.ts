import type { Call } from '../../gateway/service.ts';

interface CallFilters {
  readonly service?: string | undefined;
  readonly operation?: string | undefined;
  readonly caller?: string | undefined;
}

/** `ROLE/SESSION` of a role's session, where a function's session has the function's name; else `root`. */
function nameOf({ caller }: Call): string {
  return caller.arn.replace(/^arn:aws:[a-z]+::\d*:(assumed-role\/)?/, '');
}

export function fitsCall({ service, operation, caller }: CallFilters, call: Call): boolean {
  return (
    (service === undefined || service === call.service) &&
    (operation === undefined || operation === call.operation) &&
    (caller === undefined || nameOf(call).includes(caller))
  );
}
