import { constants, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { BaseImage } from '../base-image.ts';
import type { ImageFolder } from '../images/store.ts';
import { unpackLayer } from '../images/unpack.ts';

/** Where a path of the image is. */
export function withinRoot(root: string, path: string): string {
  return join(root, posix.normalize(`/${path}`));
}

/** The files of images, unpacked once, and copied for each container so that it has its own. */
export class Roots {
  readonly #folder: string;
  readonly #images: ImageFolder;

  constructor(folder: string, images: ImageFolder) {
    this.#folder = folder;
    this.#images = images;
  }

  async forContainer(digest: string, base: BaseImage): Promise<string> {
    const image = await this.#unpacked(digest, base);
    const root = await mkdtemp(join(this.#folder, 'container-'));
    // A file system that can shares the blocks until one of them is written to.
    await cp(image, root, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
    return root;
  }

  async remove(root: string): Promise<void> {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }

  /** The base's own layer is left out: Node programs run on the Node that runs this. */
  async #unpacked(digest: string, base: BaseImage): Promise<string> {
    const root = join(this.#folder, digest.replace(':', '-'));
    if (existsSync(root)) return root;
    await mkdir(this.#folder, { recursive: true });
    const temporary = await mkdtemp(join(this.#folder, 'unpacking-'));
    for (const layer of this.#images.image(digest).layers)
      if (layer.digest !== base.layer) await unpackLayer(this.#images.path(layer.digest), temporary);
    // Two containers of a new image may start at once: the first one's files are the ones.
    await rename(temporary, root).catch(() => rm(temporary, { recursive: true, force: true }));
    return root;
  }
}
