import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { archiveOf, type Entry } from './archive.ts';
import { type Descriptor, MEDIA } from './oci.ts';
import type { ImageFolder } from './store.ts';

export interface Layer {
  readonly descriptor: Descriptor;
  /** The digest of the tar before it was packed. */
  readonly diffId: string;
}

/** Writes a layer into the folder. The same entries always give the same digest. */
export async function writeLayer(folder: ImageFolder, entries: readonly Entry[]): Promise<Layer> {
  const plain = createHash('sha256');
  const packed = createHash('sha256');
  const count = { bytes: 0 };
  const file = folder.incoming();
  await pipeline(
    archiveOf(entries),
    observe(plain),
    // The fastest level: images are read on this machine only.
    createGzip({ level: constants.Z_BEST_SPEED }),
    observe(packed, count),
    createWriteStream(file),
  );
  const digest = `sha256:${packed.digest('hex')}`;
  folder.adopt(file, digest);
  return {
    descriptor: { mediaType: MEDIA.layer, digest, size: count.bytes },
    diffId: `sha256:${plain.digest('hex')}`,
  };
}

function observe(hash: Hash, count?: { bytes: number }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      if (count) count.bytes += chunk.length;
      done(null, chunk);
    },
  });
}
