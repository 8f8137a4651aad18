import type { Command } from '../deployment/commands.ts';
import { commandFromJson, REMOTE_COMMANDS } from './commands.ts';
import { contentType, type HttpEvent, header, type Refused, refused } from './http.ts';
import { jsonOf, readRawBody } from './raw-body.ts';
import { checkTimestamp, hmacHex, isSignedBy } from './signature.ts';

const TIMESTAMP = 'x-slipway-timestamp';
const SIGNATURE = 'x-slipway-signature';

export type WebhookRequest =
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** The same when the same request is sent again. */
      readonly id: string;
    }
  | Refused;

/**
 * Reads a request of Slipway's own webhook: a JSON body of the form of `Command`, signed as `signWebhook` does.
 * Whatever is sent, it answers with one of the two kinds and never throws.
 *
 * @param secrets the webhook's secret; two while a new one takes over
 * @param now milliseconds since 1970
 */
export function readWebhookRequest(
  event: HttpEvent,
  secrets: readonly string[],
  now: number,
): WebhookRequest {
  const body = readRawBody(event);
  if (body.kind === 'refused') return body;
  const signature = header(event, SIGNATURE);
  if (signature === undefined) return refused(401, `The header ${SIGNATURE} is missing.`);
  const timestamp = header(event, TIMESTAMP);
  const late = checkTimestamp(TIMESTAMP, timestamp, now);
  if (late) return late;
  if (
    !signature.startsWith('v1=') ||
    !isSignedBy(secrets, signature.slice(3), `v1:${timestamp}:`, body.bytes)
  ) {
    return refused(401, 'The signature does not match: it was not made with the secret given to Slipway.');
  }
  if (contentType(event) !== 'application/json') {
    return refused(415, `The content type must be application/json, not "${contentType(event)}".`);
  }

  const content = jsonOf(body.bytes);
  if (content.kind === 'refused') return content;
  const read = commandFromJson(content.value, REMOTE_COMMANDS);
  return read.ok ? { kind: 'command', command: read.command, id: signature } : refused(400, read.message);
}

/**
 * The headers that a request to Slipway's webhook needs.
 *
 * @param timestamp seconds since 1970; the request is accepted for five minutes around it
 * @param body exactly as it is sent
 * @example
 * const body = JSON.stringify({ command: 'rollback', pipeline: 'web', stage: 'prod' });
 * await fetch(url, { method: 'POST', body, headers: signWebhook(secret, Math.floor(Date.now() / 1000), body) });
 */
export function signWebhook(
  secret: string,
  timestamp: number,
  body: string | Buffer,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    [TIMESTAMP]: String(timestamp),
    [SIGNATURE]: `v1=${hmacHex(secret, `v1:${timestamp}:`, body)}`,
  };
}
