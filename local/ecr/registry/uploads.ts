import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Blobs, PUSH_MS } from '../blobs.ts';
import { RegistryError } from './errors.ts';

interface Upload {
  readonly file: string;
  readonly hash: Hash;
  size: number;
  /** Requests that bring some of it now. */
  requests: number;
  /** When something was last asked of it, in real milliseconds. */
  askedAt: number;
}

/**
 * Blobs on their way in. Each is hashed as it comes, so that finishing it reads nothing again. One that was broken off is
 * dropped after as long as any push takes.
 */
export class Uploads {
  readonly #blobs: Blobs;
  readonly #byId = new Map<string, Upload>();

  constructor(blobs: Blobs) {
    this.#blobs = blobs;
  }

  start(): string {
    this.#dropBrokenOff();
    const id = randomUUID();
    const file = join(this.#blobs.uploads, id);
    writeFileSync(file, '');
    this.#byId.set(id, {
      file,
      hash: createHash('sha256'),
      size: 0,
      requests: 0,
      askedAt: Date.now(),
    });
    return id;
  }

  /** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  size(id: string): number {
    return this.#get(id).size;
  }

  /** Appends a request's body. @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  async append(id: string, body: IncomingMessage): Promise<number> {
    const upload = this.#get(id);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        upload.hash.update(chunk);
        upload.size += chunk.length;
        done(null, chunk);
      },
    });
    upload.requests++;
    try {
      await pipeline(body, counted, createWriteStream(upload.file, { flags: 'a' }));
    } finally {
      upload.requests--;
      upload.askedAt = Date.now();
    }
    return upload.size;
  }

  /** @throws RegistryError BLOB_UPLOAD_UNKNOWN, DIGEST_INVALID */
  finish(id: string, digest: string): void {
    const { file, hash } = this.#get(id);
    this.#byId.delete(id);
    const found = `sha256:${hash.digest('hex')}`;
    if (found === digest) {
      this.#blobs.adopt(file, digest);
      return;
    }
    rmSync(file, { force: true });
    throw new RegistryError(400, 'DIGEST_INVALID', `the content has the digest ${found}, not ${digest}`);
  }

  cancel(id: string): void {
    rmSync(this.#get(id).file, { force: true });
    this.#byId.delete(id);
  }

  #dropBrokenOff(): void {
    for (const [id, { requests, askedAt }] of this.#byId)
      if (requests === 0 && Date.now() - askedAt > PUSH_MS) this.cancel(id);
  }

  #get(id: string): Upload {
    const upload = this.#byId.get(id);
    if (!upload) throw new RegistryError(404, 'BLOB_UPLOAD_UNKNOWN', `there is no upload ${id}`);
    upload.askedAt = Date.now();
    return upload;
  }
}
