import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { Stage } from './stage.ts';
import { executionOf, holderThatWaits, painter, stopExecution, targetState } from './turn-taking.ts';

/** Real milliseconds for what is done by real programs: builds, functions, tasks. */
const LIMIT_MS = 60_000;
const MINUTE = 60;

describe('what no event and no timer moves any more is found by schedule', () => {
  let stage: Stage;
  let paint: () => Promise<string>;
  let good: string;

  beforeAll(async () => {
    stage = await Stage.open();
    paint = painter(stage);
    good = await paint();
    expect((await stage.endOf(good)).ending?.verdict).toBe('verified');
  });
  afterAll(() => stage?.close());

  it('a deployment that was written down and never started is started', async () => {
    const { faults } = stage.cloud;
    const lambda = { service: 'lambda', operation: 'Invoke', caller: 'ReceiveCommand' };
    const { id } = faults.add({ kind: 'error', ...lambda, code: 'ServiceException' });
    await expect(ask({ command: 'deploy', pipeline: 'web', image: good })).rejects.toThrow();
    faults.remove(id);
    const [asked] = await stage.history();
    await timeForReconcile();
    expect((await stage.ended(asked?.deployment.id ?? '')).ending?.verdict).toBe('verified');
  });

  it('a deployment whose execution is lost is ended, and frees its target for who waits', async () => {
    const { chronicle, cloud } = stage;
    cloud.clock.hold();
    chronicle.reset();
    const next = await paint();
    const dead = await holderThatWaits(stage);
    await stopExecution(dead);
    const behind = await stage.requestDeployment(good);
    await chronicle.until('the next in line', LIMIT_MS, async () => {
      const { waiting } = await targetState(stage);
      return waiting?.deployment === behind && waiting.wakeToken !== undefined;
    });
    await timeForReconcile();
    cloud.clock.release();
    expect((await stage.ended(behind)).ending?.verdict).toBe('verified');
    const lost = await stage.show(dead);
    expect(lost.deployment.release.commit).toBe(next);
    expect(lost.ending?.verdict).toBe('failed');
    expect(lost.ending?.reason).toContain('somebody stopped it');
    // What waited was newer than what would have gone on.
    const [followUp] = await followUpsOf(dead);
    expect((await stage.ended(followUp?.deployment.id ?? '')).ending?.verdict).toBe('superseded');
    expect(await liveVersion(stage.setting)).toBe(good);
  });

  it('where nothing newer waits, its work is taken up once', async () => {
    const dead = await fails(() => stage.requestDeployment(good));
    await timeForReconcile();
    const record = await stage.ended(dead);
    expect(record.ending?.reason).toContain('it failed with');
    const [followUp, another] = await followUpsOf(dead);
    expect(another).toBeUndefined();
    const { ending, deployment } = await stage.ended(followUp?.deployment.id ?? '');
    expect(ending?.verdict).toBe('verified');
    expect(deployment).toMatchObject({ requestedBy: 'reconcile', release: { commit: good } });
    await stage.nothingIsUnfinished();
  });

  it('and where that is lost too, the target is held and everybody is told', async () => {
    let dead = '';
    const followUp = await fails(async () => {
      dead = await stage.requestDeployment(good);
      await stage.chronicle.until('its end', LIMIT_MS, async () => (await statusOf(dead)) === 'FAILED');
      await timeForReconcile();
      return (await followUpsOf(dead))[0]?.deployment.id ?? '';
    });
    await timeForReconcile();
    const { ending } = await stage.ended(followUp);
    expect(ending).toMatchObject({ verdict: 'failed', held: true });
    expect((await targetState(stage)).held).toMatchObject({ deployment: followUp });
    expect(await followUpsOf(followUp)).toEqual([]);
    await stage.chronicle.until('the message', LIMIT_MS, () =>
      (stage.setting.announcements.at(-1) ?? '').includes('held until somebody acts'),
    );
    // What a person wants passes, and all is well again.
    expect((await stage.deploy(good)).ending?.verdict).toBe('verified');
    expect((await targetState(stage)).held).toBeUndefined();
  });

  /** Asks for a deployment whose function cannot read the ledger: its execution fails. The id. */
  async function fails(request: () => Promise<string>): Promise<string> {
    const { faults } = stage.cloud;
    const read = { service: 'dynamodb', operation: 'GetItem', caller: 'RunDeployment' };
    const { id: fault } = faults.add({ kind: 'error', ...read, code: 'ValidationException' });
    const id = await request();
    await stage.chronicle.until('its end', LIMIT_MS, async () => (await statusOf(id)) === 'FAILED');
    faults.remove(fault);
    return id;
  }

  async function statusOf(deployment: string): Promise<string | undefined> {
    return (await executionOf(deployment))?.Status;
  }

  async function followUpsOf(dead: string): Promise<DeploymentRecord[]> {
    return (await stage.history()).filter(({ deployment }) => deployment.follows === dead);
  }

  /** First what is lost must have been so for a while, then the schedule must come round. */
  async function timeForReconcile(): Promise<void> {
    await stage.cloud.clock.move(3 * MINUTE, { every: MINUTE });
    await stage.cloud.clock.move(5 * MINUTE, { every: MINUTE });
  }
});
