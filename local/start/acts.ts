import type { Answer } from '../../shared/deployment/commands.ts';
import { signWebhook } from '../../shared/intake/webhook.ts';
import { get } from './load.ts';
import type { Narrator } from './narrator.ts';
import { ask, post } from './pipeline.ts';
import type { Setting } from './setting.ts';

/** Longer than any deployment takes here, in milliseconds. */
const LIMIT_MS = 180_000;

/** A thing that did not go as it should: the tour ends with its reason. */
export class Surprise extends Error {
  override readonly name = 'Surprise';
}

export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Surprise(otherwise);
}

/** Changes the app, pushes it, and waits for the verdict. */
export async function pushAndWait(
  setting: Setting,
  narrator: Narrator,
  change: { readonly file: string; readonly from: string; readonly to: string; readonly message: string },
): Promise<{ commit: string; verdict: string; seconds: number; reason: string; deployment: string }> {
  const { repository, watch } = setting;
  await repository.edit(change.file, change.from, change.to);
  const commit = await repository.commit(change.message);
  return { commit, ...(await pushed(setting, narrator, commit, () => watch.reset())) };
}

/** Pushes what is committed and waits for the verdict on it. */
export async function pushed(setting: Setting, narrator: Narrator, commit: string, before: () => void) {
  const { repository, watch } = setting;
  const ended = watch.next(
    'Deployment Ended',
    ({ release }) => (release as { commit?: string }).commit === commit,
  );
  before();
  narrator.begin(`git push of ${commit.slice(0, 7)}`);
  await repository.push();
  const { verdict, reason, deployment } = await within(ended, `the deployment of ${commit.slice(0, 7)}`);
  return {
    verdict: String(verdict),
    reason: String(reason),
    deployment: String(deployment),
    seconds: narrator.seconds(),
  };
}

/** Asks for a rollback by the signed webhook, and waits for the verdict. */
export async function rollBackByWebhook(
  setting: Setting,
  narrator: Narrator,
): Promise<Readonly<Record<string, unknown>>> {
  const ended = setting.watch.next('Deployment Ended', ({ kind }) => kind === 'rollback');
  setting.watch.reset();
  narrator.begin('rollback by signed webhook');
  const body = JSON.stringify({ command: 'rollback', pipeline: 'web' });
  const headers = signWebhook(setting.webhookSecret, Math.floor(Date.now() / 1000), body);
  const answer = await post(setting.outputs.CommandWebhookUrl ?? '', body, headers);
  expectThat(answer.status === 202, `the webhook answered ${answer.status}: ${answer.body}`);
  narrator.say(`webhook answered ${answer.status}: ${idsOf(answer.body)}`);
  return within(ended, 'the rollback');
}

function idsOf(body: string): string {
  const { deployments } = JSON.parse(body) as { deployments: readonly { id: string }[] };
  return deployments.map(({ id }) => id).join(', ');
}

/** The version that the app says it is, at the load balancer. */
export async function liveVersion({ url }: Setting): Promise<string> {
  const { status, body } = await get(`${url}/version`);
  expectThat(status === 200, `${url}/version answered ${status}`);
  return body;
}

/** Says where the time of a push went, from the marks of its watch and from its trail. */
export async function tellParts(
  setting: Setting,
  narrator: Narrator,
  deployment: string,
  total: number,
): Promise<{ own: number }> {
  const { buildStarted = 0, imagePushed = 0, updated = 0, rolledOut = 0 } = setting.watch.marks;
  const answer = await ask<Answer>({ command: 'show', deployment });
  const trail = answer.kind === 'show' ? answer.record.trail : [];
  const probe = Number(
    /in ([\d.]+) s\)/.exec(trail.find(({ step }) => step === 'roll:probe')?.detail ?? '')?.[1] ?? 0,
  );
  const build = imagePushed - buildStarted;
  const rollout = rolledOut - updated;
  const own = total - build - rollout - probe;
  const part = (name: string, seconds: number) => `${name} ${seconds.toFixed(2)} s`;
  narrator.say(
    `push to verified ${total.toFixed(2)} s: ${part('build', build)}, ${part('rollout and health checks', rollout)}, ${part('probe', probe)}, ${part("Slipway's own share", own)}`,
  );
  return { own };
}

export async function within<Result>(promise: Promise<Result>, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Surprise(`${what} did not end within ${LIMIT_MS / 1000} s`)),
      LIMIT_MS,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
