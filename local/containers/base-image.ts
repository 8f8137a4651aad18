import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { baseContents } from './base/contents.ts';
import { writeLayer } from './images/layer.ts';
import type { Settings } from './images/oci.ts';
import { ImageFolder } from './images/store.ts';
import { writeImage } from './images/write-image.ts';

/** The base image of the sample apps, for which the stand-in takes its place. */
export const STAND_IN_FOR = 'public.ecr.aws/docker/library/node:24-slim';

/** On each image that is, or is built on, a stand-in. */
export const STAND_IN_LABEL = 'slipway.stand-in';

/** Raised when the same parts are put together in another way. */
const REVISION = 1;

/** Where packed base images are kept from run to run, out of git. */
export const CACHE_FOLDER = join(import.meta.dirname, '../../.local-cloud/images');

export interface BaseImage {
  readonly folder: ImageFolder;
  /** The manifest's digest. */
  readonly digest: string;
  /** The digest of its only layer. */
  readonly layer: string;
  /** Docker's own id of it: the digest of its configuration. */
  readonly id: string;
}

/**
 * A base image that needs no pull: the Node that runs this, the libraries that it links, busybox and npm where this
 * machine has them, CA certificates, and the users `root` and `node`. It is packed once and then taken from the cache.
 */
export async function baseImage(cache: string = CACHE_FOLDER): Promise<BaseImage> {
  const folder = new ImageFolder(join(cache, `node-${process.versions.node}-${process.arch}`));
  const { entries, fingerprint } = await baseContents();
  const name = createHash('sha256').update(`${REVISION} ${fingerprint}`).digest('hex').slice(0, 16);
  const cached = folder.named(name);
  if (cached !== undefined) return describe(folder, cached);
  const layer = await writeLayer(folder, entries);
  const digest = writeImage(folder, [layer], settings);
  folder.name(name, digest);
  return describe(folder, digest);
}

function describe(folder: ImageFolder, digest: string): BaseImage {
  const { config, layers } = folder.image(digest);
  return { folder, digest, layer: layers[0]?.digest ?? '', id: config.digest };
}

const settings: Settings = {
  Env: [
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `NODE_VERSION=${process.versions.node}`,
  ],
  Cmd: ['node'],
  Labels: { [STAND_IN_LABEL]: 'true' },
};
