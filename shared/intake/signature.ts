import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Refused, refused } from './http.ts';

/** How old or how far ahead a signed time may be, in seconds. @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
const SIGNATURE_WINDOW_SECONDS = 300;

/** The HMAC-SHA256 of the parts one after the other, in hex. */
export function hmacHex(secret: string, ...parts: readonly (string | Buffer)[]): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/**
 * Whether a signature was made with one of the secrets (several while one takes over from another).
 * Takes the same time wherever a wrong signature differs, and looks at every secret.
 */
export function isSignedBy(
  secrets: readonly string[],
  signature: string,
  ...parts: readonly (string | Buffer)[]
): boolean {
  const given = Buffer.from(signature, 'utf8');
  let found = false;
  for (const secret of secrets) {
    // An empty secret would let everybody in.
    if (secret === '') continue;
    const expected = Buffer.from(hmacHex(secret, ...parts), 'utf8');
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = true;
  }
  return found;
}

/**
 * Whether a signed time is of now: an old request that somebody recorded is refused.
 *
 * @param timestamp seconds since 1970, as in the header
 * @param now milliseconds since 1970
 */
export function checkTimestamp(
  name: string,
  timestamp: string | undefined,
  now: number,
): Refused | undefined {
  if (timestamp === undefined) return refused(401, `The header ${name} is missing.`);
  if (!/^\d{1,12}$/.test(timestamp)) return refused(401, `The header ${name} must be seconds since 1970.`);
  const off = Math.round(now / 1000 - Number(timestamp));
  if (Math.abs(off) <= SIGNATURE_WINDOW_SECONDS) return undefined;
  const message = `The request was signed ${Math.abs(off)} s ${off > 0 ? 'ago' : 'ahead of the time here'}; at most ${SIGNATURE_WINDOW_SECONDS} s are accepted.`;
  return refused(401, message);
}
