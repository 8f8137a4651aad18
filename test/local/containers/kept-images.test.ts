import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ImageFolder } from '../../../local/containers/images/store.ts';
import { writeImage } from '../../../local/containers/images/write-image.ts';
import { removeOldImages } from '../../../local/containers/process/kept-images.ts';

/** Long enough ago that no build is about to name it. */
const YESTERDAY = Date.now() / 1000 - 86_400;

it('keeps the base, what runs and the newest images, and nothing of the others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kept-images-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const images = new ImageFolder(folder);
  const roots = join(folder, 'roots');
  const digests = Array.from({ length: 15 }, (_, number) => {
    const digest = writeImage(images, [], { Env: [`NUMBER=${number}`] });
    images.name(`app:${number}`, digest);
    mkdirSync(join(roots, digest.replace(':', '-')), { recursive: true });
    return digest;
  });
  const [base = '', running = '', old = ''] = digests;
  // The first is the oldest.
  for (const [number, digest] of digests.entries()) {
    utimesSync(join(folder, 'names', encodeURIComponent(`app:${number}`)), YESTERDAY, YESTERDAY + number);
    for (const part of [digest, images.image(digest).config.digest])
      utimesSync(images.path(part), YESTERDAY, YESTERDAY);
  }
  const fresh = images.write(Buffer.from('a layer of a build that is under way'));
  const { config } = images.image(digests[14] ?? '');
  removeOldImages({
    images,
    roots,
    base: { folder: images, digest: base, layer: '', id: '' },
    running: new Set([running]),
  });
  const kept = [base, running, ...digests.slice(5)];
  expect(images.names().map(({ digest }) => digest)).toHaveLength(12);
  expect(digests.filter((digest) => images.has(digest))).toEqual(kept);
  expect(images.has(config.digest) && images.has(fresh)).toBe(true);
  expect(images.has(old)).toBe(false);
  expect(readdirSync(roots)).toHaveLength(12);
});
