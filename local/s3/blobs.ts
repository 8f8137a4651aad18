import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../parts.ts';

/** Contents of objects, on disk by their hash, each for as long as an object has it. */
export class Blobs {
  readonly #folder: string;
  /** How many objects have it. */
  readonly #uses = new Map<string, number>();

  constructor(account: Account) {
    this.#folder = join(account.folder, 's3');
  }

  /** One use more of this content, until it is released. */
  put(content: Uint8Array): { blob: string; size: number; etag: string } {
    const blob = createHash('sha256').update(content).digest('hex');
    const uses = this.#uses.get(blob) ?? 0;
    if (uses === 0) {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(join(this.#folder, blob), content);
    }
    this.#uses.set(blob, uses + 1);
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    return { blob, size: content.length, etag };
  }

  get(blob: string): Buffer {
    return readFileSync(join(this.#folder, blob));
  }

  /** One use less: with the last one the content goes. */
  release(blob: string): void {
    const left = (this.#uses.get(blob) ?? 0) - 1;
    if (left > 0) {
      this.#uses.set(blob, left);
      return;
    }
    this.#uses.delete(blob);
    rmSync(join(this.#folder, blob), { force: true });
  }

  removeAll(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
