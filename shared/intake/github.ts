import * as z from 'zod/mini';
import { contentType, type HttpEvent, header, type Refused, refused } from './http.ts';
import { jsonOf, readRawBody, textOf } from './raw-body.ts';
import { isSignedBy } from './signature.ts';

interface Push {
  readonly kind: 'push';
  /** `OWNER/NAME` as GitHub spells it; two spellings that differ in case only are one repository. */
  readonly repository: string;
  readonly branch: string;
  /** The commit that the branch was at; zeros for a new branch. */
  readonly before: string;
  /** The commit that the branch is at now. */
  readonly after: string;
  readonly forced: boolean;
  readonly author?: string;
  /** The first line of the commit's message. */
  readonly message?: string;
}

/** A request that is right, and that nothing follows from. */
interface Ignored {
  readonly kind: 'ignored';
  readonly reason: string;
}

export type GithubRequest = Push | Ignored | Refused;

const commitId = z.string().check(z.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/));
const optionalText = z.optional(z.nullable(z.string()));

/** What of a push payload is used. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
const pushPayload = z.object({
  ref: z.string(),
  before: commitId,
  after: commitId,
  forced: z.optional(z.boolean()),
  deleted: z.optional(z.boolean()),
  repository: z.object({ full_name: z.string() }),
  pusher: z.optional(z.nullable(z.object({ name: optionalText }))),
  head_commit: z.optional(
    z.nullable(
      z.object({
        message: optionalText,
        author: z.optional(z.nullable(z.object({ name: optionalText, username: optionalText }))),
      }),
    ),
  ),
});

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/**
 * Reads a webhook request of GitHub. Whatever is sent, it answers with one of the three kinds and never throws.
 *
 * @param secrets the webhook's secret; two while a new one takes over
 */
export function readGithubRequest(event: HttpEvent, secrets: readonly string[]): GithubRequest {
  const body = readRawBody(event);
  if (body.kind === 'refused') return body;
  const signature = header(event, 'x-hub-signature-256');
  if (signature === undefined) {
    return refused(401, 'The header X-Hub-Signature-256 is missing: give the webhook a secret on GitHub.');
  }
  if (!signature.startsWith('sha256=') || !isSignedBy(secrets, signature.slice(7), body.bytes)) {
    return refused(
      401,
      'The signature does not match: the secret on GitHub is not the one given to Slipway.',
    );
  }

  const name = header(event, 'x-github-event');
  if (name === undefined) return refused(400, 'The header X-GitHub-Event is missing.');
  const content = payloadOf(event, body.bytes);
  if (content.kind === 'refused') return content;
  if (name === 'ping') return { kind: 'ignored', reason: 'a ping: the webhook is set up well' };
  if (name !== 'push') return { kind: 'ignored', reason: `a "${name}" event: only pushes are followed` };
  return toPush(content.value);
}

/** GitHub sends JSON or, where the webhook is set so, a form with the JSON in `payload`. */
function payloadOf(event: HttpEvent, bytes: Buffer) {
  const type = contentType(event);
  if (type === 'application/json') return jsonOf(bytes);
  if (type !== 'application/x-www-form-urlencoded') {
    const message = `The content type must be application/json or application/x-www-form-urlencoded, not "${type}".`;
    return refused(415, message);
  }
  const payload = new URLSearchParams(textOf(bytes) ?? '').get('payload');
  return payload === null ? refused(400, 'The form has no field "payload".') : jsonOf(payload);
}

function toPush(value: unknown): GithubRequest {
  const parsed = pushPayload.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    return refused(
      400,
      `The body is not a push of GitHub: ${field === '' ? 'it' : `"${field}"`} is missing or wrong.`,
    );
  }
  const { ref, before, after, forced, deleted, repository, pusher, head_commit: commit } = parsed.data;
  if (ref.startsWith(TAG)) return { kind: 'ignored', reason: `a push of the tag ${ref.slice(TAG.length)}` };
  if (!ref.startsWith(BRANCH)) return { kind: 'ignored', reason: `a push to ${ref}, which is no branch` };
  const branch = ref.slice(BRANCH.length);
  if (deleted || /^0+$/.test(after)) return { kind: 'ignored', reason: `the branch ${branch} was deleted` };

  const author = commit?.author?.username ?? commit?.author?.name ?? pusher?.name;
  const message = commit?.message?.split('\n')[0]?.trim();
  return {
    kind: 'push',
    repository: repository.full_name,
    branch,
    before,
    after,
    forced: forced ?? false,
    ...(author && { author }),
    ...(message && { message }),
  };
}
