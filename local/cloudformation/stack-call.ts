import type { Call } from '../gateway/service.ts';

/** A stack's calls of a service's own code, by operation: there is no caller to judge. */
export const stackCallOf =
  (service: string) =>
  (operation: string): Call => ({
    service,
    operation,
    caller: { arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000' },
    requestId: 'cloudformation',
  });
