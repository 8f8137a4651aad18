import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { Stage } from './stage.ts';
import { painter, waitsInLine } from './turn-taking.ts';
import { faultsAsked } from './weather.ts';

describe('which push is the newest', () => {
  let stage: Stage;
  let paint: () => Promise<string>;
  let first: string;
  let second: string;

  beforeAll(async () => {
    stage = await Stage.open();
    paint = painter(stage);
    first = await paint();
    expect((await stage.endOf(first)).ending?.verdict).toBe('verified');
    second = await paint();
    expect((await stage.endOf(second)).ending?.verdict).toBe('verified');
  });
  afterAll(() => stage?.close());

  it('a force push back to an older commit is: it is deployed, from the image that is there', async () => {
    stage.chronicle.reset();
    await stage.setting.repository.reset(first);
    expect((await stage.endOf(first)).ending?.verdict).toBe('verified');
    expect(await liveVersion(stage.setting)).toBe(first);
    expect(stage.chronicle.made('StartBuild')).toEqual([]);
    expect(stage.chronicle.made('UpdateService')).toHaveLength(1);
  });

  it('and so is a revert of what is live', async () => {
    stage.chronicle.reset();
    await stage.setting.repository.reset(second);
    expect((await stage.endOf(second)).ending?.verdict).toBe('verified');
    stage.chronicle.reset();
    const reverted = await stage.setting.repository.revert();
    await stage.setting.repository.push();
    expect((await stage.endOf(reverted)).ending?.verdict).toBe('verified');
    expect(await liveVersion(stage.setting)).toBe(reverted);
  });

  it('the same image once more is proved, and not rolled', async () => {
    const live = await liveVersion(stage.setting);
    stage.chronicle.reset();
    const again = await stage.deploy(live);
    expect(again.ending?.verdict).toBe('verified');
    expect(stage.chronicle.made('UpdateService')).toEqual([]);
    expect(stage.chronicle.made('RegisterTaskDefinition')).toEqual([]);
    expect(await liveVersion(stage.setting)).toBe(live);
  });

  it('a push whose build takes longer than that of the push after it comes too late', async () => {
    stage.chronicle.reset();
    const slow = await stage.push({
      file: 'buildspec.yml',
      from: '      - IMAGE=',
      to: `      - ${waiting('slow')}\n      - IMAGE=`,
      message: 'Build slowly',
    });
    await stage.setting.repository.revert();
    await stage.setting.repository.push();
    const newer = await stage.setting.repository.head();
    expect((await stage.endOf(newer)).ending?.verdict).toBe('verified');
    await goOn('slow');
    const late = await stage.endOf(slow);
    expect(late.ending?.verdict).toBe('superseded');
    expect(late.ending?.reason).toContain('which is live');
    expect(await liveVersion(stage.setting)).toBe(newer);
    expect(stage.chronicle.made('UpdateService')).toHaveLength(1);
  });

  it('a push leaves the target to the next one while that is built, and goes on when its build fails', async () => {
    stage.chronicle.reset();
    const good = await stage.push({
      file: 'page.mjs',
      from: 'It is afloat.',
      to: 'It floats.',
      message: 'Say it shorter',
    });
    const broken = await stage.push({
      file: 'buildspec.yml',
      from: '      - IMAGE=',
      to: `      - ${waiting('broken')}; exit 1\n      - IMAGE=`,
      message: 'Break the build',
    });
    await waitsInLine(stage, good);
    await goOn('broken');
    expect((await stage.endOf(good)).ending?.verdict).toBe('verified');
    expect(await liveVersion(stage.setting)).toBe(good);
    const ended = stage.chronicle.told('Build Ended').find(({ detail }) => detail.commit === broken);
    expect(ended?.detail.status).toBe('FAILED');
    // By the end of that build, not by a timer, which may be first in bad weather.
    if (faultsAsked().length === 0)
      expect(stage.chronicle.made('SendDurableExecutionCallbackSuccess', 'StartBuild')).not.toEqual([]);
  });

  /** A command of a build that ends when it is told to. */
  const waiting = (build: string) => `until [ -e ${flagOf(build)} ]; do sleep 0.2; done`;
  const goOn = (build: string) => writeFile(flagOf(build), '');
  const flagOf = (build: string) => join(stage.cloud.account.folder, `go-on-${build}`);
});
