import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { Load } from '../../local/start/load.ts';
import { Stage, steps } from './stage.ts';
import { imagesByTag, whatRuns } from './what-runs.ts';

/** The steps of a deployment that goes well, on a target with a good release. */
const UNDISTURBED = [
  'claimed',
  'planned',
  'prepared',
  'roll:started',
  'roll:ended',
  'roll:probe',
  'verified',
];

describe('while users send requests', () => {
  let stage: Stage;
  let good: string;
  const load = new Load();

  beforeAll(async () => {
    stage = await Stage.open();
    load.start(`${stage.setting.url}/version`);
  });
  afterAll(async () => {
    await load.stop();
    await stage?.close();
  });

  it('a good push goes live: the digest that was built is the one that runs', async () => {
    good = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'v2: paint it green',
    });
    const record = await stage.endOf(good);
    expect(record.ending).toMatchObject({ verdict: 'verified', url: stage.setting.url });
    expect(steps(record)).toEqual([
      'claimed',
      'baseline:probe',
      'adopted',
      'planned',
      'prepared',
      'roll:started',
      'roll:ended',
      'roll:probe',
      'verified',
    ]);
    expect(await liveVersion(stage.setting)).toBe(good);
    const built = (await imagesByTag()).get(good);
    expect(record.deployment.release.digest).toBe(built);
    expect((await whatRuns()).digest).toBe(built);
  });

  it('a push that crashes at its start is rolled back, and the reason is told', async () => {
    const bad = await stage.push({
      file: 'server.mjs',
      from: 'const server =',
      to: "throw new Error('no database');\nconst server =",
      message: 'v3: crash at start',
    });
    const record = await stage.endOf(bad);
    expect(record.ending).toMatchObject({ verdict: 'rolled-back', now: { commit: good } });
    expect(record.ending?.reason).toContain('exit code 1');
    expect(await liveVersion(stage.setting)).toBe(good);
    expect((await whatRuns()).digest).toBe((await imagesByTag()).get(good));
    expect((await stage.history()).map(({ ending }) => ending?.verdict)).toEqual(['rolled-back', 'verified']);
  });

  it('of two pushes within a second the newer one is verified and the older one superseded', async () => {
    const { chronicle, setting } = stage;
    await setting.repository.revert();
    chronicle.reset();
    const older = await stage.push({
      file: 'page.mjs',
      from: '#0b7a4b',
      to: '#8a2be2',
      message: 'v4: paint it violet',
    });
    const newer = await stage.push({
      file: 'page.mjs',
      from: '#8a2be2',
      to: '#b22222',
      message: 'v5: paint it red',
    });
    const [first, last] = [await stage.endOf(older), await stage.endOf(newer)];
    expect([first.ending?.verdict, last.ending?.verdict]).toEqual(['superseded', 'verified']);
    expect(first.ending?.reason).toContain(last.deployment.id);
    expect(steps(first)).toEqual([]);
    expect(steps(last)).toEqual(UNDISTURBED);
    expect(chronicle.made('UpdateService')).toHaveLength(1);
    expect(await liveVersion(setting)).toBe(newer);
    expect(
      (await stage.history())
        .slice(0, 2)
        .map(({ ending }) => ending?.verdict)
        .sort(),
    ).toEqual(['superseded', 'verified']);
  });

  it('of two pushes within a second the older one is verified where the newer one cannot be built', async () => {
    const older = await stage.push({
      file: 'page.mjs',
      from: '#b22222',
      to: '#0b7a4b',
      message: 'v6: paint it green again',
    });
    const newer = await stage.push({
      file: 'Dockerfile',
      from: 'EXPOSE 3000',
      to: 'COPY no-such-file .',
      message: 'v7: copy what is not there',
    });
    const record = await stage.endOf(older);
    expect(record.ending?.verdict).toBe('verified');
    expect(steps(record)).toEqual(UNDISTURBED);
    expect((await stage.history()).map(({ deployment }) => deployment.release.commit)).not.toContain(newer);
  });

  it('and no request fails', () => {
    expect(load.failures).toEqual([]);
    expect(load.requests).toBeGreaterThan(100);
  });
});
