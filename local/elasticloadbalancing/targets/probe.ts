import { get as getByHttp } from 'node:http';
import { get as getByHttps } from 'node:https';
import type { Endpoint } from '../../network.ts';

/** What one health check found. */
export type ProbeResult =
  | { readonly found: 'answer'; readonly status: number }
  | { readonly found: 'silence' }
  | { readonly found: 'nobody' };

export interface ProbeRequest {
  readonly endpoint: Endpoint | undefined;
  /** Over TLS; whose certificate it is, is not looked at. */
  readonly isSecure: boolean;
  readonly path: string;
  /** The private address, as the target knows itself. */
  readonly host: string;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
}

/** One health check over a connection of its own, as a load balancer makes it. Never rejects. */
export function probe({
  endpoint,
  isSecure,
  path,
  host,
  timeoutMilliseconds,
  signal,
}: ProbeRequest): Promise<ProbeResult> {
  if (!endpoint) return Promise.resolve({ found: 'nobody' });
  return new Promise((resolve) => {
    const get = isSecure ? getByHttps : getByHttp;
    const request = get(
      {
        host: endpoint.host,
        port: endpoint.port,
        path,
        agent: false,
        rejectUnauthorized: false,
        signal,
        headers: {
          host,
          'user-agent': 'ELB-HealthChecker/2.0',
          connection: 'close',
          'accept-encoding': 'gzip, compressed',
        },
      },
      (response) => {
        clearTimeout(timer);
        resolve({ found: 'answer', status: response.statusCode ?? 0 });
        // The code decides; the body is of no interest, and may have no end.
        response.destroy();
      },
    );
    const timer = setTimeout(() => {
      resolve({ found: 'silence' });
      request.destroy();
    }, timeoutMilliseconds);
    request.on('error', () => {
      clearTimeout(timer);
      resolve({ found: 'nobody' });
    });
  });
}
