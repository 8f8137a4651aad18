import type { Command } from '../deployment/commands.ts';
import { contentType, type HttpEvent, header, type Refused, refused } from './http.ts';
import { readRawBody, textOf } from './raw-body.ts';
import { checkTimestamp, isSignedBy } from './signature.ts';
import { commandFromWords } from './words.ts';

export type SlackRequest =
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** Who typed it: the name in Slack, then the id, which stays when a name changes. */
      readonly user: string;
      /** Where later answers go, for 30 minutes; signed by Slack, so it can be trusted. */
      readonly responseUrl?: string;
      /** The same when Slack sends the same request again. */
      readonly id: string;
    }
  /** Nothing to do but to answer this, with status 200: Slack shows no other answer to the person. */
  | { readonly kind: 'answer'; readonly text: string }
  | Refused;

/**
 * Reads a slash command of Slack. Whatever is sent, it answers with one of the kinds and never throws.
 *
 * @param secrets the app's signing secret; two while a new one takes over
 * @param now milliseconds since 1970
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function readSlackRequest(event: HttpEvent, secrets: readonly string[], now: number): SlackRequest {
  const body = readRawBody(event);
  if (body.kind === 'refused') return body;
  const signature = header(event, 'x-slack-signature');
  if (signature === undefined) return refused(401, 'The header X-Slack-Signature is missing.');
  const timestamp = header(event, 'x-slack-request-timestamp');
  const late = checkTimestamp('X-Slack-Request-Timestamp', timestamp, now);
  if (late) return late;
  if (
    !signature.startsWith('v0=') ||
    !isSignedBy(secrets, signature.slice(3), `v0:${timestamp}:`, body.bytes)
  ) {
    return refused(
      401,
      "The signature does not match: it was not made with this Slack app's signing secret.",
    );
  }
  if (contentType(event) !== 'application/x-www-form-urlencoded') {
    return refused(415, 'The content type must be application/x-www-form-urlencoded.');
  }

  const form = new URLSearchParams(textOf(body.bytes) ?? '');
  // Slack asks this of an app's address from time to time, and wants no more than a 200.
  if (form.get('ssl_check') === '1') return { kind: 'answer', text: 'ok' };
  const text = form.get('text');
  if (text === null) return refused(400, 'The form has no field "text": it is no slash command.');
  const read = commandFromWords(text);
  if (!read.ok) return { kind: 'answer', text: read.message };

  const responseUrl = form.get('response_url');
  const user = [form.get('user_name'), form.get('user_id')].filter(Boolean).join(' ');
  return {
    kind: 'command',
    command: read.command,
    user: user === '' ? 'somebody in Slack' : user,
    id: form.get('trigger_id') ?? signature,
    ...(responseUrl !== null && URL.canParse(responseUrl) && { responseUrl }),
  };
}
