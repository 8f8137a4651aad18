import type { IncomingMessage } from 'node:http';

// Which requests at the gateway's port are no calls of AWS's API.

export function hasPath(prefix: string): (request: IncomingMessage) => boolean {
  return ({ url }) => url?.startsWith(prefix) ?? false;
}

export function hasHost(pattern: RegExp): (request: IncomingMessage) => boolean {
  return ({ headers }) => pattern.test(headers.host ?? '');
}

export function apiIdOf({ headers }: IncomingMessage): string {
  return headers.host?.split('.')[0] ?? '';
}

/** `/v2/` is also where API Gateway's own API is: that one is signed. */
export function isRegistryRequest(request: IncomingMessage): boolean {
  return /^\/v2(\/|$)/.test(request.url ?? '') && !request.headers.authorization?.startsWith('AWS4-');
}
