import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account, ObjectStore } from '../parts.ts';

export interface StoredObject {
  readonly key: string;
  readonly file: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  readonly created: Date;
  readonly objects: Map<string, StoredObject>;
}

/** Buckets and their objects; contents lie on disk, by their hash. */
export class Buckets implements ObjectStore {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(account: Account, clock: Clock) {
    this.#folder = join(account.folder, 's3');
    this.#clock = clock;
  }

  list(): Bucket[] {
    return [...this.#buckets.values()];
  }

  create(name: string): Bucket {
    if (this.#buckets.has(name)) {
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409 },
      );
    }
    const bucket = { name, created: this.#clock.date(), objects: new Map<string, StoredObject>() };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket)
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
        status: 404,
        members: { BucketName: name },
      });
    return bucket;
  }

  delete(name: string): void {
    if (this.bucket(name).objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', { status: 409 });
    }
    this.#buckets.delete(name);
  }

  put(
    bucketName: string,
    key: string,
    body: Uint8Array,
    more: Pick<StoredObject, 'contentType' | 'metadata'>,
  ): StoredObject {
    const bucket = this.bucket(bucketName);
    const hash = createHash('md5').update(body).digest('hex');
    const file = join(this.#folder, createHash('sha256').update(body).digest('hex'));
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(file, body);
    const object = { key, file, size: body.length, etag: `"${hash}"`, modified: this.#clock.date(), ...more };
    bucket.objects.set(key, object);
    return object;
  }

  /** @throws AwsError NoSuchBucket, NoSuchKey */
  object(bucketName: string, key: string): StoredObject {
    const object = this.bucket(bucketName).objects.get(key);
    if (!object)
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', {
        status: 404,
        members: { Key: key },
      });
    return object;
  }

  get(bucket: string, key: string): Buffer {
    return readFileSync(this.object(bucket, key).file);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
