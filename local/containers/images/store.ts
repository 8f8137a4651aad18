import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Index, isIndex, type Manifest, readManifest } from './oci.ts';

/** A build writes layers first and names them at its end: longer than any takes, in real milliseconds. */
const BUILD_MS = 10 * 60_000;

/**
 * Images in a folder: blobs by digest, and names. Several processes may use it at once: each write is a rename, and
 * each name a file of its own.
 */
export class ImageFolder {
  readonly #blobs: string;
  readonly #names: string;
  readonly #incoming: string;

  constructor(folder: string) {
    this.#blobs = join(folder, 'blobs');
    this.#names = join(folder, 'names');
    this.#incoming = join(folder, 'incoming');
    for (const each of [this.#blobs, this.#names, this.#incoming]) mkdirSync(each, { recursive: true });
  }

  has(digest: string): boolean {
    return existsSync(this.path(digest));
  }

  path(digest: string): string {
    return join(this.#blobs, digest.replace(':', '-'));
  }

  read(digest: string): Buffer {
    return readFileSync(this.path(digest));
  }

  /** A file to write to, for `adopt`. */
  incoming(): string {
    return join(this.#incoming, randomUUID());
  }

  adopt(file: string, digest: string): void {
    renameSync(file, this.path(digest));
  }

  /** Gives the digest. */
  write(content: Buffer): string {
    const digest = digestOf(content);
    const file = this.incoming();
    writeFileSync(file, content);
    this.adopt(file, digest);
    return digest;
  }

  /** @throws Error when it has been written by something else and makes no sense */
  manifest(digest: string): Manifest | Index {
    return readManifest(this.read(digest));
  }

  /** @throws Error for an index: what is in the folder has been chosen for this machine */
  image(digest: string): Manifest {
    const found = this.manifest(digest);
    if (isIndex(found)) throw new Error(`${digest} is an index of images, not an image`);
    return found;
  }

  /** Names are in the form of `formatReference`. */
  name(reference: string, digest: string): void {
    const file = this.incoming();
    writeFileSync(file, digest);
    renameSync(file, join(this.#names, encodeURIComponent(reference)));
  }

  named(reference: string): string | undefined {
    const file = join(this.#names, encodeURIComponent(reference));
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  unname(reference: string): void {
    rmSync(join(this.#names, encodeURIComponent(reference)), { force: true });
  }

  /** `namedAt` is in milliseconds since 1970. */
  names(): { reference: string; digest: string; namedAt: number }[] {
    return readdirSync(this.#names)
      .map((file) => ({
        reference: decodeURIComponent(file),
        digest: readFileSync(join(this.#names, file), 'utf8'),
        namedAt: statSync(join(this.#names, file)).mtimeMs,
      }))
      .sort((a, b) => (a.reference < b.reference ? -1 : 1));
  }

  /** Removes all blobs but those of these images, and but new ones: another process may be about to name them. */
  keep(images: ReadonlySet<string>): void {
    const parts = [...images].filter((digest) => this.has(digest)).flatMap((digest) => this.#partsOf(digest));
    const kept = new Set(parts.map((digest) => this.path(digest)));
    for (const file of readdirSync(this.#blobs).map((name) => join(this.#blobs, name)))
      if (!kept.has(file) && Date.now() - statSync(file).mtimeMs > BUILD_MS) rmSync(file, { force: true });
  }

  #partsOf(digest: string): string[] {
    const { config, layers } = this.image(digest);
    return [digest, config.digest, ...layers.map((layer) => layer.digest)];
  }
}

export function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
