import { randomUUID } from 'node:crypto';

/**
 * What becomes of `X-Amzn-Trace-Id`: a request without gets a root; one that has a root gets a `Self` before it
 * ("Request tracing for your Application Load Balancer").
 */
export function traceId(given: string | undefined): string {
  const own = `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  if (!given) return `Root=${own}`;
  const kept = given.split(';').filter((field) => !field.startsWith('Self='));
  const hasRoot = kept.some((field) => field.startsWith('Root='));
  return [`${hasRoot ? 'Self' : 'Root'}=${own}`, ...kept].join(';');
}
