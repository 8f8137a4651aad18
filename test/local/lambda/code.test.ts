import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { localLambda, WAITING, zipOf } from './local-lambda.ts';

let local: Awaited<ReturnType<typeof localLambda>>;
beforeEach(async () => {
  local = await localLambda();
});
afterEach(() => local.close());

const source = (answer: string) => `export const handler = async () => '${answer}';`;

/** Waits until so many packages lie unpacked on disk, and nothing else does. */
async function unpacked(count: number): Promise<void> {
  await vi.waitFor(async () => {
    const names = await readdir(join(local.folder, 'lambda')).catch(() => []);
    const packages = names.filter((name) => name !== 'compile-cache');
    expect(packages).toHaveLength(count);
    expect(packages.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  }, WAITING);
}

const update = (ZipFile: Uint8Array) =>
  local.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile }));

it('is on disk for as long as a version needs it', async () => {
  await local.create('f', { source: source('one') });
  await local.create('same', { source: source('one') });
  await update(zipOf(source('two')));
  await local.client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  await update(zipOf(source('three')));
  await unpacked(3);
  expect((await local.invoke('same')).value).toBe('one');
  expect((await local.invoke('f', {}, { Qualifier: '1' })).value).toBe('two');
  await local.client.send(new DeleteFunctionCommand({ FunctionName: 'same' }));
  await local.client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' }));
  await unpacked(1);
  await update(zipOf(source('one')));
  expect((await local.invoke('f')).value).toBe('one');
  await local.client.send(new DeleteFunctionCommand({ FunctionName: 'f' }));
  await unpacked(0);
});

it('stays until an invocation that is under way has ended', async () => {
  const files = {
    'dist/index.mjs': `export const handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return (await import('./late.mjs')).default;
    };`,
    'dist/late.mjs': "export default 'still here';",
  };
  const zipped = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  await local.create('f', { source: source('one') });
  await update(zipSync(Object.fromEntries(zipped)));
  const started = new Promise((resolve) => local.lambda.onInvocation(resolve));
  const answer = local.invoke('f');
  await started;
  await update(zipOf(source('two')));
  await unpacked(2);
  expect((await answer).value).toBe('still here');
  await unpacked(1);
});

it('leaves nothing of a package that cannot be unpacked, or that no function could be made of', async () => {
  await local.create('f', { source: source('one') });
  const outside = zipSync({ 'index.mjs': strToU8(''), '../outside.mjs': strToU8('') });
  await expect(update(outside)).rejects.toThrow('a file outside of it');
  await expect(local.create('f', { source: source('two') })).rejects.toThrow('already exist');
  await unpacked(1);
});
