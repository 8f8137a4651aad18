import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, type ReadStream, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { linkFile } from '../link-file.ts';

/**
 * Layers and image configurations on disk, by digest. One store serves all repositories, so that a layer that one
 * of them has is never sent again, as ECR does with blob mounting.
 */
export class Blobs {
  readonly #folder: string;
  readonly uploads: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'blobs');
    this.uploads = join(folder, 'uploads');
    mkdirSync(this.#folder, { recursive: true });
    mkdirSync(this.uploads, { recursive: true });
  }

  has(digest: string): boolean {
    return isDigest(digest) && existsSync(this.#path(digest));
  }

  /** Bytes. @throws when there is no such blob */
  size(digest: string): number {
    return statSync(this.#path(digest)).size;
  }

  read(digest: string): ReadStream {
    return createReadStream(this.#path(digest));
  }

  /** Takes a file that stays where it is and is never changed. It is not read: its digest is known. */
  link(file: string, digest: string): void {
    if (!this.has(digest)) linkFile(file, this.#path(digest));
  }

  /** Takes over a file whose content has been found to have this digest. */
  adopt(file: string, digest: string): void {
    renameSync(file, this.#path(digest));
  }

  #path(digest: string): string {
    return join(this.#folder, digest.replace(':', '-'));
  }
}

export function isDigest(text: string): boolean {
  return /^sha256:[a-f0-9]{64}$/.test(text);
}

export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
