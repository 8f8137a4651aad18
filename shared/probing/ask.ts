import http from 'node:http';
import https from 'node:https';
import type { ProbeRequest } from '../deployment/ports.ts';
import { whyNot } from './connection-words.ts';
import type { Resolve } from './resolve.ts';

/** How much of a body is read to be judged: 64 KiB. */
export const MOST_READ = 64 * 1024;

/** How much of it is read where nothing of it is asked: for the message. In bytes. */
const LEAST_READ = 1024;

const USER_AGENT = 'slipway-probe';

/** What came back, as far as it was read. */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly body: string;
      /** There was more than was read. */
      readonly cut: boolean;
    }
  | { readonly kind: 'none'; readonly why: string };

/** Asks once. Follows no redirect, sends no credentials. Never rejects. */
export function ask(request: ProbeRequest, resolve: Resolve): Promise<Answer> {
  const { url, host, at, serverName, method = 'GET', timeoutSeconds } = request;
  const asked = new URL(url);
  const place = at === undefined ? asked : new URL(`${asked.protocol}//${at}`);
  const isSecure = asked.protocol === 'https:';
  const limit = isJudgedByBody(request) ? MOST_READ : LEAST_READ;
  return new Promise((done) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const none = (error: Error) =>
      done({
        kind: 'none',
        why: signal.aborted
          ? `no answer within ${timeoutSeconds} s`
          : whyNot(error, serverName ?? asked.hostname),
      });
    const sent = (isSecure ? https : http).request(
      asked,
      {
        method,
        agent: false,
        signal,
        // Only this: the name stays what the server is told, and what its certificate is for.
        ...(place.port === '' ? {} : { port: place.port }),
        headers: {
          'user-agent': USER_AGENT,
          accept: '*/*',
          ...request.headers,
          ...(host === undefined && at === undefined
            ? {}
            : { host: withPort(host ?? asked.hostname, asked.port) }),
        },
        // The certificate must be for this name, and the server is told it (SNI): never unchecked.
        ...(isSecure && serverName !== undefined ? { servername: serverName } : {}),
        lookup: (_name, options, found) =>
          resolve(place.hostname).then(
            (address) =>
              options.all ? found(null, [address]) : found(null, address.address, address.family),
            (error: Error) => found(error, '', 4),
          ),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        const finish = (cut: boolean) => {
          const body = Buffer.concat(chunks).subarray(0, limit).toString('utf8');
          const { statusCode: status = 0, headers } = response;
          done({ kind: 'answer', status, headers, body, cut });
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length <= limit) return;
          finish(true);
          response.destroy();
        });
        response.on('end', () => finish(false));
        response.on('error', none);
      },
    );
    sent.on('error', none);
    sent.end();
  });
}

function isJudgedByBody({ contains, json, version }: ProbeRequest): boolean {
  return contains !== undefined || json !== undefined || (version !== undefined && !('header' in version.in));
}

/** As browsers send it: with the port where that is not the scheme's own. */
function withPort(host: string, port: string): string {
  return port === '' || host.includes(':') ? host : `${host}:${port}`;
}
