import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  type ReadStream,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { linkFile } from '../link-file.ts';

/** A push sends its layers first and names them at its end: longer than any takes, in real milliseconds. */
export const PUSH_MS = 10 * 60_000;

/**
 * Layers and image configurations on disk, by digest. One store serves all repositories, so that a layer that one
 * of them has is never sent again, as ECR does with blob mounting.
 */
export class Blobs {
  readonly #folder: string;
  /** When each was last asked for, in real milliseconds. */
  readonly #askedAt = new Map<string, number>();
  readonly #linked = new Set<string>();
  readonly uploads: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'blobs');
    this.uploads = join(folder, 'uploads');
    mkdirSync(this.#folder, { recursive: true });
    mkdirSync(this.uploads, { recursive: true });
  }

  has(digest: string): boolean {
    if (!isDigest(digest) || !existsSync(this.#path(digest))) return false;
    this.#askedAt.set(digest, Date.now());
    return true;
  }

  /** Bytes. @throws when there is no such blob */
  size(digest: string): number {
    return statSync(this.#path(digest)).size;
  }

  /** A small one at once: an image's configuration. @throws when there is no such blob */
  text(digest: string): string {
    return readFileSync(this.#path(digest), 'utf8');
  }

  read(digest: string): ReadStream {
    return createReadStream(this.#path(digest));
  }

  /** Takes a file that stays where it is and is never changed. It is not read: its digest is known. */
  link(file: string, digest: string): void {
    this.#linked.add(digest);
    if (!this.has(digest)) linkFile(file, this.#path(digest));
  }

  /** Takes over a file whose content has been found to have this digest. */
  adopt(file: string, digest: string): void {
    renameSync(file, this.#path(digest));
    this.#askedAt.set(digest, Date.now());
  }

  /** Removes all others, but for those that were put here as they are, or that a push may be about to name. */
  keep(digests: ReadonlySet<string>): void {
    for (const file of readdirSync(this.#folder)) {
      const digest = file.replace('-', ':');
      const wasAsked = Date.now() - (this.#askedAt.get(digest) ?? 0) < PUSH_MS;
      if (digests.has(digest) || this.#linked.has(digest) || wasAsked) continue;
      rmSync(this.#path(digest), { force: true });
      this.#askedAt.delete(digest);
    }
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
