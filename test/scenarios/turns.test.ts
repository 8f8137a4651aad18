import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { Answer } from '../../shared/deployment/commands.ts';
import { Stage, steps } from './stage.ts';
import { holderThatWaits, painter, pushBad, targetState, waitsInLine } from './turn-taking.ts';

/** Real milliseconds for what is done by real programs: builds, functions, tasks. */
const LIMIT_MS = 60_000;

describe('whose turn it is', () => {
  let stage: Stage;
  let paint: () => Promise<string>;
  /** The release that is live. */
  let good: string;
  /** One that answers 500. */
  let bad: string;

  beforeAll(async () => {
    stage = await Stage.open();
    paint = painter(stage);
    good = await paint();
    expect((await stage.endOf(good)).ending?.verdict).toBe('verified');
  });
  afterAll(() => stage?.close());

  it('a rollback stops the deployment that is under way, and is verified within a minute', async () => {
    const { chronicle, cloud } = stage;
    cloud.clock.hold();
    chronicle.reset();
    bad = await pushBad(stage);
    const stopped = await holderThatWaits(stage);
    const decided = performance.now();
    const rollback = await request({ command: 'rollback', pipeline: 'web' });
    await theStop();
    cloud.clock.release();
    const back = await stage.ended(rollback);
    expect(performance.now() - decided).toBeLessThan(60_000);
    expect(back.ending?.verdict).toBe('verified');
    // What is under way is not live yet: back is to what is.
    expect(back.deployment.release.commit).toBe(good);
    expect(await liveVersion(stage.setting)).toBe(good);

    const record = await stage.show(stopped);
    expect(record.deployment.release.commit).toBe(bad);
    expect(record.ending?.verdict).toBe('superseded');
    expect(record.ending?.reason).toBe(`Stopped by the rollback ${rollback}, asked for by cli.`);
    expect(steps(record)).toContain('roll:stopping');
    // ECS has gone back by itself: there was nothing to update.
    expect(chronicle.made('UpdateService')).toHaveLength(1);
  });

  it('a release that was rolled back does not come again by a push, but by hand', async () => {
    const { repository } = stage.setting;
    await goBackTo(good);
    stage.chronicle.reset();
    await repository.reset(bad);
    const record = await stage.endOf(bad);
    expect(record.ending?.verdict).toBe('rejected');
    expect(record.ending?.reason).toContain('was rolled back here before');
    expect(stage.chronicle.made('UpdateService')).toEqual([]);
    const byHand = await stage.deploy(bad);
    expect(byHand.ending?.verdict).toBe('rolled-back');
    await goBackTo(good);
  });

  it('a frozen target keeps the newest push waiting, and goes on when it is lifted', async () => {
    const frozen = await stage.cli('freeze', 'web', '--stage', 'prod', '--reason', 'the release party');
    expect(frozen).toMatchObject({ code: 0, err: '' });
    stage.chronicle.reset();
    const older = await paint();
    await waitsInLine(stage, older);
    const newer = await paint();
    await waitsInLine(stage, newer);
    expect(await verdictOf(older)).toBe('superseded');
    const status = await stage.cli('status', 'web');
    expect(status.out).toMatch(/web prod web is frozen by cli since .*Z: the release party/);
    const byHand = await stage.cli('deploy', 'web', good.slice(0, 7));
    expect(byHand.code).toBe(1);
    expect(byHand.out).toContain('The target is frozen by cli');
    expect(stage.chronicle.made('UpdateService')).toEqual([]);

    const lifted = await stage.cli('unfreeze', 'web');
    expect(lifted.out).toContain('no longer frozen');
    const record = await stage.endOf(newer);
    expect(record.ending?.verdict).toBe('verified');
    expect(steps(record)).toContain('waits');
    good = newer;
  });

  it('where it is frozen a rollback passes, and a deployment by hand with --force', async () => {
    await stage.cli('freeze', 'web');
    const back = await stage.cli('rollback', 'web');
    expect(back).toMatchObject({ code: 0, err: '' });
    const again = await stage.cli('deploy', 'web', good.slice(0, 7), '--force');
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(await liveVersion(stage.setting)).toBe(good);
    await stage.cli('unfreeze', 'web');
  });

  it('where the stage says so, a newer push stops the older one that is under way', async () => {
    const { chronicle, cloud } = stage;
    await apply((yml) => yml.replace('limit: 15m', 'limit: 15m, onNewer: interrupt'));
    // The older one would fail by itself, where it takes long until the newer one is built.
    await giveTasksSeconds(600);
    cloud.clock.hold();
    chronicle.reset();
    const older = await pushBad(stage);
    const stopped = await holderThatWaits(stage);
    await stage.setting.repository.revert();
    const newer = await paint();
    await theStop();
    cloud.clock.release();
    const record = await stage.endOf(newer);
    expect(record.ending?.verdict).toBe('verified');
    const { deployment, ending } = await stage.show(stopped);
    expect(deployment.release.commit).toBe(older);
    expect(ending?.verdict).toBe('superseded');
    expect(ending?.reason).toContain(`the newer deployment ${record.deployment.id}`);
    await giveTasksSeconds(0);
    await apply((yml) => yml);
  });

  it('where going back fails too, nothing goes on by itself, until somebody lets it', async () => {
    // Nothing of the app answers there: neither what is pushed, nor what was good.
    await apply((yml) => yml.replace('path: /health', 'path: /nowhere').replace('limit: 20s', 'limit: 3s'));
    const record = await stage.endOf(await paint());
    expect(record.ending).toMatchObject({ verdict: 'failed', held: true });
    expect(record.ending?.reason).toContain('failed too');
    await stage.chronicle.until('the message', LIMIT_MS, () =>
      (stage.setting.announcements.at(-1) ?? '').includes('held until somebody acts'),
    );
    expect((await targetState(stage)).held).toMatchObject({ deployment: record.deployment.id });

    await apply((yml) => yml);
    stage.chronicle.reset();
    const next = await paint();
    await waitsInLine(stage, next);
    expect(stage.chronicle.made('UpdateService')).toEqual([]);
    expect((await stage.cli('status', 'web')).out).toContain('web prod web is held since');
    expect((await stage.cli('resume', 'web')).out).toContain('no longer held');
    expect((await stage.endOf(next)).ending?.verdict).toBe('verified');
    const { held, broken } = await targetState(stage);
    expect([held, broken]).toEqual([undefined, undefined]);
  });

  /** How long a new task may not answer before ECS minds. */
  async function giveTasksSeconds(healthCheckGracePeriodSeconds: number): Promise<void> {
    const service = { cluster: 'slipway-sample', service: 'web' };
    await new ECSClient({}).send(new UpdateServiceCommand({ ...service, healthCheckGracePeriodSeconds }));
  }

  /** Sets the branch to what is good, and sees its deployment through: the next push would come within seconds of it. */
  async function goBackTo(commit: string): Promise<void> {
    stage.chronicle.reset();
    await stage.setting.repository.reset(commit);
    expect((await stage.endOf(commit)).ending?.verdict).toBe('verified');
  }

  /** A deployment's verdict, also while others wait. */
  async function verdictOf(commit: string): Promise<unknown> {
    const { detail } = await stage.chronicle.event(
      `the end of ${commit.slice(0, 7)}`,
      'Deployment Ended',
      ({ release }) => (release as { commit?: string }).commit === commit,
      LIMIT_MS,
    );
    return detail.verdict;
  }

  async function theStop(): Promise<void> {
    const { chronicle } = stage;
    const stops = () => chronicle.made('StopServiceDeployment', 'RunDeployment').length;
    await chronicle.until('the stop', LIMIT_MS, () => stops() === 1);
  }

  async function request(command: object): Promise<string> {
    const answer = await ask<Answer>(command);
    const id = answer.kind === 'requested' ? answer.deployments[0]?.id : undefined;
    if (id === undefined) throw new Error(JSON.stringify(answer));
    return id;
  }

  async function apply(change: (yml: string) => string): Promise<void> {
    const yml = await readFile(join(import.meta.dirname, '../../examples/web/slipway.yml'), 'utf8');
    const answer = await ask<{ kind: string }>({ command: 'apply', config: change(yml) });
    expect(answer).toMatchObject({ kind: 'applied' });
  }
});
