import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Blobs, PUSH_MS } from '../../../local/ecr/blobs.ts';
import { Uploads } from '../../../local/ecr/registry/uploads.ts';

it('a layer whose push was broken off is dropped, one that is still asked for is not', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const blobs = new Blobs(folder);
  const uploads = new Uploads(blobs);
  const [brokenOff, slow] = [uploads.start(), uploads.start()];
  vi.advanceTimersByTime(PUSH_MS - 1);
  expect(uploads.size(slow)).toBe(0);
  vi.advanceTimersByTime(2);
  const next = uploads.start();
  expect((await readdir(blobs.uploads)).toSorted()).toEqual([slow, next].toSorted());
  expect(() => uploads.size(brokenOff)).toThrow('there is no upload');
  uploads.cancel(slow);
  expect(existsSync(join(blobs.uploads, slow))).toBe(false);
});
