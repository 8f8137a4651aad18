import { randomBytes, randomUUID } from 'node:crypto';
import type { Invocation } from '../environments/environment.ts';

/** @param arn as it was named by who invokes @param payload JSON */
export function newInvocation(
  arn: string,
  payload: string,
  requestId: string = randomUUID(),
  clientContext?: string,
): Invocation {
  // The real time: it is an id, and nobody reads the time in it.
  const time = Math.floor(Date.now() / 1000).toString(16);
  const traceId = `Root=1-${time}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
  return { requestId, payload, arn, traceId, ...(clientContext === undefined ? {} : { clientContext }) };
}
