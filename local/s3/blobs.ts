import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../parts.ts';

/** Contents of objects, on disk by their hash. */
export class Blobs {
  readonly #folder: string;

  constructor(account: Account) {
    this.#folder = join(account.folder, 's3');
  }

  put(content: Uint8Array): { blob: string; size: number; etag: string } {
    const blob = createHash('sha256').update(content).digest('hex');
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, blob), content);
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    return { blob, size: content.length, etag };
  }

  get(blob: string): Buffer {
    return readFileSync(join(this.#folder, blob));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
