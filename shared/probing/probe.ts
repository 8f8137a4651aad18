import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeRequest, ProbeResult } from '../deployment/ports.ts';
import type { Resolve } from './resolve.ts';

/** How much of a bad answer's body is kept for the message. */
const BODY_START = 200;
const USER_AGENT = 'slipway-probe';

export interface ProbeOptions {
  /** How a name becomes an address; refuses those that are not to be asked. */
  readonly resolve: Resolve;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Asks an address until it has answered well `consecutive` times in a row, or the limit is over.
 * It follows no redirect, sends no credentials, and reads no more than the start of the body.
 */
export async function probe(request: ProbeRequest, { resolve, now }: ProbeOptions): Promise<ProbeResult> {
  const began = now();
  const seconds = () => Math.round(now() - began) / 1000;
  let inARow = 0;
  let attempts = 0;
  let last = 'not asked';
  for (;;) {
    attempts++;
    const answer = await ask(request, resolve);
    last = answer.text;
    inARow = answer.status !== undefined && request.status.includes(answer.status) ? inARow + 1 : 0;
    if (inARow >= request.consecutive) return { healthy: true, attempts, last, seconds: seconds() };
    if (seconds() + request.intervalSeconds > request.limitSeconds) {
      return { healthy: false, attempts, last, seconds: seconds() };
    }
    await sleep(request.intervalSeconds * 1000);
  }
}

interface Answer {
  readonly status?: number;
  readonly text: string;
}

function ask({ url, timeoutSeconds }: ProbeRequest, resolve: Resolve): Promise<Answer> {
  return new Promise((done) => {
    const client = url.startsWith('https:') ? https : http;
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const failed = (error: Error & { code?: string }) =>
      done({ text: signal.aborted ? `no answer within ${timeoutSeconds} s` : (error.code ?? error.message) });
    const request = client.get(
      url,
      {
        agent: false,
        signal,
        headers: { 'user-agent': USER_AGENT, accept: '*/*' },
        lookup: (host, options, found) =>
          resolve(host).then(
            (address) =>
              options.all ? found(null, [address]) : found(null, address.address, address.family),
            (error: Error) => found(error, '', 4),
          ),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
          if (body.length >= BODY_START) response.destroy();
        });
        response.on('error', () => undefined);
        response.on('close', () => {
          const start = body.slice(0, BODY_START).replace(/\s+/g, ' ').trim();
          done({ status, text: start === '' || status < 400 ? `${status}` : `${status}: ${start}` });
        });
      },
    );
    request.on('error', failed);
  });
}
