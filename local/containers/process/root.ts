import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { BaseImage } from '../base-image.ts';
import type { ImageFolder } from '../images/store.ts';
import { unpackLayer } from '../images/unpack.ts';

/** Where a path of the image is. */
export function withinRoot(root: string, path: string): string {
  return join(root, posix.normalize(`/${path}`));
}

/**
 * The image's files, unpacked once for all its containers: they see each other's changes, which containers would not.
 * The base's own layer is left out, since Node programs run on the Node that runs this.
 */
export async function unpackImage(
  images: ImageFolder,
  digest: string,
  base: BaseImage,
  folder: string,
): Promise<string> {
  const root = join(folder, digest.replace(':', '-'));
  if (existsSync(root)) return root;
  const temporary = `${root}.${process.hrtime.bigint()}`;
  await mkdir(temporary, { recursive: true });
  for (const layer of images.image(digest).layers) {
    if (layer.digest !== base.layer) await unpackLayer(images.path(layer.digest), temporary);
  }
  // Two containers of a new image may start at once: the first one's files are the ones.
  await rename(temporary, root).catch(() => rm(temporary, { recursive: true, force: true }));
  return root;
}
