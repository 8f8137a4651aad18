import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TargetState } from '../../../shared/deployment/target-state.ts';
import { steps } from '../stage.ts';
import { patience } from '../weather.ts';
import { Scene } from './scene.ts';
import { BREAKER, type ServiceSettings } from './services.ts';
import { type Front, startFront } from './users.ts';

const quick = 'consecutive: 2, interval: 100ms, timeout: 2s, limit: 10s';
const baking: ServiceSettings = { deploymentConfiguration: { ...BREAKER, bakeTimeInMinutes: patience(2) } };

describe('what is seen from outside, and what the ledger says', () => {
  let scene: Scene;
  let mute: string;
  const fronts: Front[] = [];

  beforeAll(async () => {
    const front = async () => {
      const made = await startFront();
      fronts.push(made);
      return { health: `path: /, url: '${made.url}', ${quick}` };
    };
    scene = await Scene.open({
      mute: { health: `path: /version, ${quick}` },
      fading: { health: `path: /health, bake: 3m, ${quick}` },
      alone: { balancer: 'none' },
      hopeless: await front(),
      never: await front(),
      same: {},
      waiting: {},
      interrupted: { ...baking, rollout: 'limit: 15m, onNewer: interrupt' },
      'rolled-back': baking,
      frozen: {},
      migrated: { more: 'before: [{ name: migrate, command: [node, -e, "process.exit(4)"] }]' },
      smoked: { more: 'after: [{ name: smoke, command: [node, -e, "process.exit(5)"] }]' },
      'no-container': { container: 'sidecar' },
      missing: { absent: true },
    });
    mute = await scene.build({
      file: 'server.mjs',
      from: "'/version'",
      to: "'/release'",
      message: 'Rename the version',
    });
  });
  afterEach(() => {
    scene?.cure();
    scene?.cloud.clock.release();
  });
  afterAll(async () => {
    for (const front of fronts) front.close();
    await scene?.close();
  });

  it('it comes up, but does not answer as the stage asks', async () => {
    await scene.expectAsTold(await scene.deploy('mute', mute), 'mute');
  });

  it('it answers, and stops doing so while it bakes', async () => {
    const id = await scene.begin('fading');
    await scene.reached(id, 'roll:probe');
    scene.fault({ kind: 'answer', service: 'fading', image: scene.next, status: 500 });
    await scene.expectAsTold(await scene.ended(id), 'fading');
  });

  it('its service has no load balancer', async () => {
    await scene.expectAsTold(await scene.deploy('alone'), 'alone');
  });

  it('it does not answer, and neither does the good release when that is back', async () => {
    const [front] = fronts;
    const id = await scene.begin('hopeless');
    await scene.reached(id, 'roll:started');
    if (front) front.status = 500;
    await scene.expectAsTold(await scene.ended(id), 'hopeless');
    expect(await stateOf('hopeless')).toMatchObject({ broken: expect.any(String), held: { deployment: id } });
  });

  it('it does not answer, and nothing that answered ever ran there', async () => {
    const [, front] = fronts;
    if (front) front.status = 500;
    await scene.expectAsTold(await scene.deploy('never'), 'never');
    expect((await stateOf('never')).broken).toContain('no good release');
  });

  it('it runs there already', async () => {
    scene.stage.chronicle.reset();
    const record = await scene.deploy('same', scene.before);
    await scene.expectAsTold(record, 'same');
    expect(scene.stage.chronicle.made('UpdateService')).toEqual([]);
    expect(steps(record)).toContain('roll:probe');
  });

  it('a newer one is asked for while it waits for its turn', async () => {
    scene.cloud.clock.hold();
    const first = await scene.begin('waiting');
    await scene.reached(first, 'roll:started');
    const second = await scene.begin('waiting', scene.before);
    await waitsInLine('waiting', second);
    const third = await scene.begin('waiting');
    const record = await scene.ended(second);
    scene.cloud.clock.release();
    expect((await scene.ended(third)).ending?.verdict).toBe('verified');
    await scene.expectAsTold(record, 'waiting');
  });

  it('a newer one is asked for while it rolls, and the stage interrupts', async () => {
    const first = await scene.begin('interrupted');
    await scene.runs('interrupted', scene.next);
    scene.cloud.clock.hold();
    scene.stage.chronicle.reset();
    const second = await scene.begin('interrupted', scene.before);
    await theStop();
    scene.cloud.clock.release();
    const record = await scene.ended(first);
    expect((await scene.ended(second)).ending?.verdict).toBe('verified');
    await scene.expectAsTold(record, 'interrupted');
  });

  it('somebody asks Slipway for a rollback while it rolls', async () => {
    const id = await scene.begin('rolled-back');
    await scene.runs('rolled-back', scene.next);
    scene.cloud.clock.hold();
    scene.stage.chronicle.reset();
    const back = await scene.request({ command: 'rollback', pipeline: 'web', stage: 'rolled-back' });
    await theStop();
    scene.cloud.clock.release();
    const record = await scene.ended(id);
    expect((await scene.ended(back)).ending?.verdict).toBe('verified');
    await scene.expectAsTold(record, 'rolled-back');
  });

  it('the target is frozen while it waits for its turn', async () => {
    scene.cloud.clock.hold();
    const first = await scene.begin('frozen');
    await scene.reached(first, 'roll:started');
    const second = await scene.begin('frozen', scene.before);
    await waitsInLine('frozen', second);
    await scene.command({ command: 'freeze', pipeline: 'web', stage: 'frozen', reason: 'fair' });
    scene.cloud.clock.release();
    expect((await scene.ended(first)).ending?.verdict).toBe('verified');
    await scene.expectAsTold(await scene.ended(second), 'frozen');
  });

  it('a task before the rollout fails', async () => {
    await scene.expectAsTold(await scene.deploy('migrated'), 'migrated');
  });

  it('a task after the rollout fails', async () => {
    await scene.expectAsTold(await scene.deploy('smoked'), 'smoked');
  });

  it('no container of the service gets the image', async () => {
    await scene.expectAsTold(await scene.deploy('no-container'), 'no-container');
  });

  it('there is no such service', async () => {
    await scene.expectAsTold(await scene.deploy('missing'), 'missing');
  });

  async function theStop(): Promise<void> {
    const { chronicle } = scene.stage;
    await chronicle.until(
      'the stop',
      60_000,
      () => chronicle.made('StopServiceDeployment', 'RunDeployment').length > 0,
    );
  }

  async function waitsInLine(service: string, deployment: string): Promise<void> {
    await scene.stage.chronicle.until(`${deployment} in line`, 60_000, async () => {
      const { waiting } = await stateOf(service);
      return waiting?.deployment === deployment && waiting.wakeToken !== undefined;
    });
  }

  /** What the ledger has of a service. */
  async function stateOf(service: string): Promise<TargetState> {
    const found = (await scene.stage.ledger()).find(
      ({ pk, sk }) => pk.startsWith('target#') && pk.endsWith(`/${service}`) && sk === 'state',
    );
    return found?.state as TargetState;
  }
});
