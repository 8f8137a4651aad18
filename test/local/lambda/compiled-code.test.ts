import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compiledCode } from '../../../local/lambda/environments/compiled-code.ts';
import { localLambda, WAITING } from './local-lambda.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-compiled-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('is written when a function has worked once, though its environment is ended without warning', async () => {
  const lambda = await localLambda();
  // Code that no run has had before.
  await lambda.create('f', { source: `export const handler = async () => '${folder}';` });
  const files = () => readdir(join(lambda.folder, 'lambda/compile-cache'), { recursive: true });
  expect((await lambda.invoke('f')).value).toBe(folder);
  const before = new Set(await files());
  await lambda.create('g', { source: `export const handler = async () => '${folder} too';` });
  await lambda.invoke('g');
  await vi.waitFor(async () => expect((await files()).some((name) => !before.has(name))).toBe(true), WAITING);
  await lambda.close();
});

it('is kept from run to run, the newest of it', async () => {
  const kept = join(folder, 'kept');
  const one = await compiledCode(join(folder, 'one'), kept);
  for (const [age, name] of ['new', 'newer than the rest', 'old', 'oldest'].entries()) {
    const file = join(one, name);
    await writeFile(file, 'compiled');
    await utimes(file, 0, 1000 - age);
  }
  const limits = { bytes: 1000, files: 3 };
  const two = await compiledCode(join(folder, 'two'), kept, limits);
  expect((await readdir(two)).sort()).toEqual(['new', 'newer than the rest', 'old']);
  const three = await compiledCode(join(folder, 'three'), kept, { ...limits, bytes: 2 * 'compiled'.length });
  expect((await readdir(three)).sort()).toEqual(['new', 'newer than the rest']);
});
