import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { post } from '../../local/start/pipeline.ts';
import type { Answer } from '../../shared/deployment/commands.ts';
import { hmacHex } from '../../shared/intake/signature.ts';
import { signWebhook } from '../../shared/intake/webhook.ts';
import type { SweepReport } from '../../shared/sweep/sweep.ts';
import { Stage } from './stage.ts';
import { imagesByTag, putIndex, removeImage, whatRuns } from './what-runs.ts';

describe('what people ask for', () => {
  let stage: Stage;
  let pushed: string;
  let deployment: string;

  beforeAll(async () => {
    stage = await Stage.open();
    pushed = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'Paint it green',
    });
    const record = await stage.endOf(pushed);
    expect(record.ending?.verdict).toBe('verified');
    deployment = record.deployment.id;
  });
  afterAll(() => stage?.close());

  it('by the command line: what is live, what was, and how it went', async () => {
    const status = await stage.cli('status', '--json');
    expect(status).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(status.out)).toMatchObject({
      kind: 'status',
      targets: [{ pipeline: 'web', stage: 'prod', live: { commit: pushed }, last: { verdict: 'verified' } }],
    });
    const history = await stage.cli('history', 'web');
    expect(history.out).toMatch(new RegExp(`${deployment} .* prod +deploy +${pushed.slice(0, 7)} +verified`));
    const shown = await stage.cli('show', deployment);
    expect(shown.out).toContain('adopted');
    expect(shown.out).toContain('verified after');
  });

  it('by Slack: what is live', async () => {
    const answer = await slash(stage, 'status web', 'trigger-1');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ response_type: 'ephemeral' });
    expect(answer.body).toContain(pushed.slice(0, 7));
  });

  it('by Slack: a rollback, once, however often Slack sends it', async () => {
    const first = await slash(stage, 'rollback web', 'trigger-2');
    expect(JSON.parse(first.body)).toMatchObject({ response_type: 'in_channel' });
    const again = await slash(stage, 'rollback web', 'trigger-2');
    const [id] = /web-prod-\w{7}-\w{8}/.exec(first.body) ?? [];
    expect(again.body).toContain(id);
    const { ending, deployment: rollback } = await stage.ended(id ?? '');
    expect(ending?.verdict).toBe('verified');
    expect(rollback).toMatchObject({ kind: 'rollback', requestedBy: 'slack:mira U0MIRA' });
    expect(await liveVersion(stage.setting)).toBe(stage.setting.launched);
    // Also when it is sent once more after its end.
    expect((await slash(stage, 'rollback web', 'trigger-2')).body).toContain(id);
    expect(await stage.history()).toHaveLength(2);
  });

  it('by the command line: a deployment of a commit that was built before, followed to its verdict', async () => {
    const deployed = await stage.cli('deploy', 'web', pushed.slice(0, 7));
    expect(deployed).toMatchObject({ code: 0, err: '' });
    expect(deployed.out).toContain('verified after');
    expect(await liveVersion(stage.setting)).toBe(pushed);
    expect(await stage.history()).toHaveLength(3);
  });

  it('by the command line: nothing that is not there', async () => {
    const unknown = await stage.cli('deploy', 'web', 'no-such-tag');
    expect(unknown.code).toBe(1);
    expect(unknown.out).toContain('has no image no-such-tag');
    expect(await stage.history()).toHaveLength(3);
  });

  it('by webhook: a rollback, once, however often the request is sent', async () => {
    const body = JSON.stringify({ command: 'rollback', pipeline: 'web' });
    const headers = signWebhook(stage.setting.webhookSecret, Math.floor(Date.now() / 1000), body);
    const send = async () => {
      const { status, body: text } = await post(stage.setting.outputs.CommandWebhookUrl ?? '', body, headers);
      expect(status).toBe(202);
      const answer = JSON.parse(text) as Answer;
      return answer.kind === 'requested' ? (answer.deployments[0]?.id ?? 'none') : answer.kind;
    };
    const id = await send();
    expect(await send()).toBe(id);
    expect((await stage.ended(id)).ending?.verdict).toBe('verified');
    expect(await send()).toBe(id);
    expect(await stage.history()).toHaveLength(4);
    expect(await liveVersion(stage.setting)).toBe(stage.setting.launched);
  });

  it('by the command line: a sweep, which takes no image out of an index of which one runs', async () => {
    const images = await imagesByTag();
    const index = await putIndex('both', [...images.values()]);
    const { code, out } = await stage.cli('sweep', '--keep', '0', '--min-age', '0s', '--json');
    expect(code).toBe(0);
    const { removed } = JSON.parse(out) as SweepReport;
    expect(removed.filter(({ id }) => [index, ...images.values()].some((one) => id.includes(one)))).toEqual(
      [],
    );
    await removeImage(index);
  });

  it('by the command line: a sweep, which shows what it would remove and leaves it', async () => {
    const images = await imagesByTag();
    const { code, out } = await stage.cli('sweep', '--keep', '0', '--min-age', '0s', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out) as SweepReport;
    expect(report.dryRun).toBe(true);
    expect(report.removed.map(({ id }) => id)).toContainEqual(
      expect.stringContaining(images.get(pushed) ?? '-'),
    );
    expect(await imagesByTag()).toEqual(images);
  });

  it('by the command line: a sweep, which removes what nothing uses and never what runs', async () => {
    const before = await whatRuns();
    const { code, out } = await stage.cli('sweep', '--remove', '--keep', '0', '--min-age', '0s', '--json');
    expect(code).toBe(0);
    const { removed, failures } = JSON.parse(out) as SweepReport;
    expect(failures).toEqual([]);
    const ids = removed.map(({ id }) => id).join(' ');
    expect(ids).not.toContain(before.digest);
    expect(ids).not.toContain(before.revision);
    expect([...(await imagesByTag()).keys()]).toEqual([stage.setting.launched]);
    expect(await whatRuns()).toEqual(before);
    // The proof that all of it is still there: it can be rolled anew.
    const anew = await stage.deploy(stage.setting.launched);
    expect(anew.ending?.verdict).toBe('verified');
  });
});

/** A slash command as Slack sends it. */
async function slash(stage: Stage, text: string, trigger: string): Promise<{ status: number; body: string }> {
  const body = new URLSearchParams({
    ...{ command: '/slipway', text, user_name: 'mira', user_id: 'U0MIRA' },
    trigger_id: trigger,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = hmacHex(await stage.secret('slack-secret'), `v0:${timestamp}:`, body);
  return post(stage.setting.outputs.SlackCommandUrl ?? '', body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  });
}
