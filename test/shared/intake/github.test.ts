import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGithubRequest } from '../../../shared/intake/github.ts';
import type { HttpEvent } from '../../../shared/intake/http.ts';

const secret = 'a secret that only GitHub knows';
const before = '1'.repeat(40);
const after = '2'.repeat(40);
const zeros = '0'.repeat(40);

function signed(body: string | Buffer, headers: Record<string, string> = {}, key = secret): HttpEvent {
  const signature = createHmac('sha256', key).update(body).digest('hex');
  return {
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${signature}`,
      ...headers,
    },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
}

const payload = {
  ref: 'refs/heads/main',
  before,
  after,
  forced: false,
  deleted: false,
  repository: { full_name: 'sample/web' },
  pusher: { name: 'mira' },
  head_commit: { message: 'Grüße zeigen\n\nin allen Sprachen', author: { name: 'Mira', username: 'mira-w' } },
};

function push(change: object): HttpEvent {
  return signed(JSON.stringify({ ...payload, ...change }));
}

test('a push says who moved which branch to which commit', () => {
  const expected = {
    kind: 'push',
    repository: 'sample/web',
    branch: 'main',
    before,
    after,
    forced: false,
    author: 'mira-w',
    message: 'Grüße zeigen',
  };
  expect(readGithubRequest(push({}), [secret])).toEqual(expected);
  // The same as plain text, with headers as other servers write them.
  const body = JSON.stringify(payload);
  const headers = Object.entries(signed(body).headers).map(([name, value]) => [name.toUpperCase(), value]);
  expect(readGithubRequest({ headers: Object.fromEntries(headers), body }, [secret])).toEqual(expected);
  // The same as a form.
  const form = signed(`payload=${encodeURIComponent(body)}`, {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(readGithubRequest(form, [secret])).toEqual(expected);
});

test('a forced push and a new branch without commits are pushes too', () => {
  expect(readGithubRequest(push({ forced: true }), [secret])).toMatchObject({ kind: 'push', forced: true });
  const fresh = push({ before: zeros, ref: 'refs/heads/feature/a', head_commit: null });
  expect(readGithubRequest(fresh, [secret])).toMatchObject({
    kind: 'push',
    branch: 'feature/a',
    author: 'mira',
  });
});

test.each([
  [push({ after: zeros, deleted: true, head_commit: null }), 'the branch main was deleted'],
  [push({ ref: 'refs/tags/v1' }), 'a push of the tag v1'],
  [push({ ref: 'refs/notes/x' }), 'a push to refs/notes/x, which is no branch'],
  [signed('{"zen":"Keep it simple"}', { 'x-github-event': 'ping' }), 'a ping: the webhook is set up well'],
  [signed('{}', { 'x-github-event': 'release' }), 'a "release" event: only pushes are followed'],
])('what leads to nothing is acknowledged with the reason (%#)', (event, reason) => {
  expect(readGithubRequest(event, [secret])).toEqual({ kind: 'ignored', reason });
});

test.each([
  [signed('{}', {}, 'another'), 401, 'The signature does not match'],
  [{ ...signed('{}'), headers: {} }, 401, 'X-Hub-Signature-256 is missing'],
  [signed('no json'), 400, 'The body is not JSON'],
  [signed(Buffer.from([0x22, 0xff, 0x22])), 400, 'The body is not UTF-8 text'],
  [signed('{}'), 400, 'The body is not a push of GitHub: "ref" is missing or wrong'],
  [push({ after: 'HEAD' }), 400, '"after" is missing or wrong'],
  [signed('{}', { 'content-type': 'text/xml' }), 415, 'not "text/xml"'],
  [signed('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 400, 'no field "payload"'],
  [signed('x'.repeat(1024 * 1024 + 1)), 413, 'at most 1048576 are taken'],
])('what is wrong is refused with a clear message (%#)', (event, status, message) => {
  expect(readGithubRequest(event, [secret])).toEqual({
    kind: 'refused',
    status,
    message: expect.stringContaining(message),
  });
});

test('while a secret is being replaced both are accepted, and an empty one never is', () => {
  expect(readGithubRequest(push({}), ['the new one', secret])).toMatchObject({ kind: 'push' });
  const unsigned = signed('{}', {}, '');
  expect(readGithubRequest(unsigned, [''])).toMatchObject({ kind: 'refused', status: 401 });
});

test('a body with one bit changed is refused', () => {
  const body = Buffer.from(JSON.stringify(payload));
  const event = signed(body);
  fc.assert(
    fc.property(fc.nat({ max: body.length * 8 - 1 }), (bit) => {
      const changed = Buffer.from(body);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const forged = { ...event, body: changed.toString('base64') };
      expect(readGithubRequest(forged, [secret])).toMatchObject({ kind: 'refused', status: 401 });
    }),
  );
});

test('no bytes make it throw, signed or not', () => {
  const types = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', '');
  const bodies = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(`payload=${encodeURIComponent(text)}`)),
  );
  fc.assert(
    fc.property(bodies, types, fc.boolean(), fc.string(), (body, type, valid, event) => {
      const headers = { 'content-type': type, 'x-github-event': event || 'push' };
      const request = signed(body, headers, valid ? secret : 'another');
      const read = readGithubRequest(request, [secret]);
      if (!valid) expect(read).toMatchObject({ kind: 'refused', status: 401 });
    }),
  );
});
