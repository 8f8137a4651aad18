import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { PolicyDocument } from '../iam/policy/document.ts';
import type { Account, BucketStore } from '../parts.ts';
import { Blobs } from './blobs.ts';
import type { KeptClass } from './object-options.ts';

/** What is kept of an object beside its content, by the names of PutObject. */
export interface ObjectSettings {
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly ContentDisposition?: string;
  readonly ContentLanguage?: string;
  readonly CacheControl?: string;
  readonly Metadata?: Record<string, string>;
  /** STANDARD where it is missing, as S3 leaves it out. */
  readonly StorageClass?: KeptClass;
}

export interface StoredObject {
  readonly key: string;
  /** SHA-256 of the content, by which it lies on disk. */
  readonly blob: string;
  readonly size: number;
  /** Quoted, as S3 gives it: the MD5 of the content. */
  readonly etag: string;
  readonly modified: Date;
  readonly settings: ObjectSettings;
}

export interface Bucket {
  readonly name: string;
  readonly created: Date;
  /** Changed by `Buckets` only, which keeps their contents. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  policy?: PolicyDocument;
}

/** The account's buckets and their objects. */
export class Buckets implements BucketStore {
  readonly #clock: Clock;
  readonly #blobs: Blobs;
  readonly #byName = new Map<string, Bucket & { readonly objects: Map<string, StoredObject> }>();

  constructor(account: Account, clock: Clock) {
    this.#clock = clock;
    this.#blobs = new Blobs(account);
  }

  list(): Bucket[] {
    return [...this.#byName.values()];
  }

  find(name: string): Bucket | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError NoSuchBucket */
  bucket(name: string): Bucket {
    return this.#bucket(name);
  }

  /** @throws AwsError BucketAlreadyOwnedByYou */
  create(name: string): Bucket {
    if (this.#byName.has(name))
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409 },
      );
    const bucket = { name, created: this.#clock.date(), objects: new Map<string, StoredObject>() };
    this.#byName.set(name, bucket);
    return bucket;
  }

  exists(name: string): boolean {
    return this.#byName.has(name);
  }

  ensure(name: string): void {
    if (!this.exists(name)) this.create(name);
  }

  /** Deleting what is not there is no mistake. @throws AwsError NoSuchBucket */
  remove(bucketName: string, key: string): void {
    const { objects } = this.#bucket(bucketName);
    const former = objects.get(key);
    objects.delete(key);
    if (former) this.#blobs.release(former.blob);
  }

  /** @throws AwsError NoSuchBucket, BucketNotEmpty */
  delete(name: string): void {
    if (this.bucket(name).objects.size > 0)
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', { status: 409 });
    this.#byName.delete(name);
  }

  /** @throws AwsError NoSuchBucket */
  put(bucketName: string, key: string, body: Uint8Array, settings: ObjectSettings): StoredObject {
    const { objects } = this.#bucket(bucketName);
    const object = { key, ...this.#blobs.put(body), modified: this.#clock.date(), settings };
    const former = objects.get(key);
    objects.set(key, object);
    if (former) this.#blobs.release(former.blob);
    return object;
  }

  /** @throws AwsError NoSuchBucket, NoSuchKey */
  object(bucketName: string, key: string): StoredObject {
    const object = this.bucket(bucketName).objects.get(key);
    if (object) return object;
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', {
      status: 404,
      members: { Key: key },
    });
  }

  get(bucket: string, key: string): Buffer {
    return this.#blobs.get(this.object(bucket, key).blob);
  }

  close(): void {
    this.#blobs.removeAll();
  }

  #bucket(name: string) {
    const bucket = this.#byName.get(name);
    if (bucket) return bucket;
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
      status: 404,
      members: { BucketName: name },
    });
  }
}
