import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { post } from '../../local/start/pipeline.ts';
import { signWebhook } from '../../shared/intake/webhook.ts';
import { type LedgerItem, Stage } from './stage.ts';

describe('a request that is not taken', () => {
  let stage: Stage;
  let secret: string;
  let before: readonly LedgerItem[];
  let sample: PushPayload;

  beforeAll(async () => {
    stage = await Stage.open();
    secret = await stage.secret('github-secret');
    sample = JSON.parse(await readFile(SAMPLE, 'utf8')) as PushPayload;
  });
  afterAll(() => stage?.close());
  beforeEach(async () => {
    before = await stage.ledger();
    stage.chronicle.reset();
  });
  afterEach(async () => {
    expect(await stage.ledger()).toEqual(before);
    // It has been answered: whatever it started would have been called by now.
    const started = ['Invoke', 'StartBuild', 'PutEvents', 'UpdateService'];
    expect(
      stage.chronicle.calls.filter(({ operation, role }) => role && started.includes(operation)),
    ).toEqual([]);
  });

  /** A webhook request as GitHub sends it. */
  const deliver = (body: string, headers: Record<string, string> = {}) =>
    post(stage.setting.outputs.GithubWebhookUrl ?? '', body, {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-hub-signature-256': signed(secret, body),
      ...headers,
    });
  const push = (changes: Partial<PushPayload>) => JSON.stringify({ ...sample, ...changes });
  const ours = { full_name: 'sample/web' };

  it('because its signature is of another secret', async () => {
    const body = push({ repository: ours });
    const answer = await deliver(body, { 'x-hub-signature-256': signed('another secret', body) });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('the secret on GitHub is not the one given to Slipway');
  });

  it('because its body was changed on the way', async () => {
    const body = push({ repository: ours });
    const answer = await deliver(`${body} `, { 'x-hub-signature-256': signed(secret, body) });
    expect(answer.status).toBe(401);
  });

  it('because it has no signature', async () => {
    const body = push({ repository: ours });
    const url = stage.setting.outputs.GithubWebhookUrl ?? '';
    const answer = await post(url, body, { 'content-type': 'application/json', 'x-github-event': 'push' });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('X-Hub-Signature-256 is missing');
  });

  it('because its body is no JSON', async () => {
    const answer = await deliver('{"ref": "refs/heads/main",');
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('The body is not JSON');
  });

  it('because its body is no push', async () => {
    const answer = await deliver('{"ref": "refs/heads/main"}');
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('\\"before\\" is missing or wrong');
  });

  it('because its body is larger than Slipway takes', async () => {
    const answer = await deliver(JSON.stringify({ filler: 'x'.repeat(2 * MIB) }));
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('at most 1048576 are taken');
  });

  it('because its body is larger than API Gateway takes', async () => {
    const answer = await deliver(JSON.stringify({ filler: 'x'.repeat(10 * MIB) }));
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('Request Entity Too Large');
  });

  it('because no pipeline has its repository as a source', async () => {
    const answer = await deliver(push({ repository: { full_name: 'sample/other' } }));
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('No pipeline has sample/other as its source');
  });

  it('because no pipeline follows its branch', async () => {
    const answer = await deliver(push({ repository: ours, ref: 'refs/heads/try-it' }));
    expect(answer.status).toBe(202);
    expect(answer.body).toContain('Branch try-it is not deployed: the pipelines of sample/web follow main');
  });

  it('because it is a ping', async () => {
    const answer = await deliver('{"zen": "Keep it logically awesome."}', { 'x-github-event': 'ping' });
    expect(answer.status).toBe(202);
    expect(answer.body).toContain('a ping: the webhook is set up well');
  });

  it('because it is a command without the right signature', async () => {
    const body = JSON.stringify({ command: 'rollback', pipeline: 'web' });
    const seconds = Math.floor(Date.now() / 1000);
    const url = stage.setting.outputs.CommandWebhookUrl ?? '';
    const forged = await post(url, body, signWebhook('another secret', seconds, body));
    expect(forged.status).toBe(401);
    const old = await post(
      url,
      body,
      signWebhook(await stage.secret('webhook-secret'), seconds - 3600, body),
    );
    expect(old.status).toBe(401);
    expect(old.body).toMatch(/signed 360\d s ago/);
  });

  it('because it is a command that nothing can be done about', async () => {
    const body = JSON.stringify({ command: 'rollback', pipeline: 'wbe' });
    const url = stage.setting.outputs.CommandWebhookUrl ?? '';
    const headers = signWebhook(stage.setting.webhookSecret, Math.floor(Date.now() / 1000), body);
    const answer = await post(url, body, headers);
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('wbe');
  });
});

interface PushPayload {
  readonly ref: string;
  readonly repository: { readonly full_name: string };
}

const MIB = 1024 * 1024;
const SAMPLE = new URL('../../events/samples/github-push.json', import.meta.url);

function signed(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
