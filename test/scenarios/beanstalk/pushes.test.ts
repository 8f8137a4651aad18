import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagesByTag } from '../what-runs.ts';
import { Environments } from './environments.ts';

/** So many pushes, all in one moment of AWS's time. */
const PUSHES = 10;

describe('many pushes at once', () => {
  let scene: Environments;

  beforeAll(async () => {
    scene = await Environments.open({ 'web-prod': {} });
  });
  afterAll(() => scene?.close());

  it('lead to one or two updates, the newest is verified, and nobody sees that the environment was busy', async () => {
    const { stage } = scene;
    const commits: string[] = [];
    for (let push = 1; push <= PUSHES; push++) {
      const [from, to] = [push === 1 ? '#0b7a4b' : colour(push - 1), colour(push)];
      commits.push(await stage.commit({ file: 'page.mjs', from, to, message: `push ${push}` }));
    }
    stage.cloud.clock.hold();
    for (const commit of commits) await stage.setting.repository.pushUpTo(commit);
    const newest = commits.at(-1) ?? '';
    // However long this machine takes to build them.
    await stage.chronicle.event(
      'the end of the newest build',
      'Build Ended',
      ({ commit }) => commit === newest,
      100_000,
    );
    stage.cloud.clock.release();

    const record = await stage.endOf(newest);
    expect(record.ending?.verdict, record.ending?.reason).toBe('verified');
    await scene.expectRuns('web-prod', (await imagesByTag()).get(newest) ?? '');

    const updates = stage.chronicle.calls.filter(({ operation }) => operation === 'UpdateEnvironment');
    expect(updates.filter(({ error }) => error !== undefined)).toEqual([]);
    expect([1, 2]).toContain(updates.length);
    // Of those that came too late to be built for nothing, all stood back; none failed.
    const others = (await stage.history()).filter(({ deployment }) =>
      commits.slice(0, -1).includes(deployment.release.commit ?? ''),
    );
    const verdicts = others.map(({ ending }) => ending?.verdict);
    expect(verdicts.filter((verdict) => verdict === 'verified').length).toBe(updates.length - 1);
    expect([...new Set(verdicts)].toSorted()).toEqual(
      updates.length === 1 ? ['superseded'] : ['superseded', 'verified'],
    );
    const told = stage.setting.announcements.join('\n');
    expect(told).not.toMatch(/must be ready|invalid state/i);
  });
});

const colour = (push: number): string => `#${String(push).padStart(6, '0')}`;
