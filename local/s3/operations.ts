import type {
  CreateBucketRequest,
  DeleteBucketRequest,
  DeleteObjectRequest,
  DeleteObjectsRequest,
  GetObjectRequest,
  HeadBucketRequest,
  HeadObjectRequest,
  ListObjectsV2Request,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import type { Account } from '../parts.ts';
import type { Buckets, StoredObject } from './buckets.ts';

const PAGE_SIZE = 1000;

export function operationsOf(buckets: Buckets, account: Account) {
  return {
    CreateBucket: ({ Bucket = '' }: CreateBucketRequest) => ({ Location: `/${buckets.create(Bucket).name}` }),
    HeadBucket: ({ Bucket = '' }: HeadBucketRequest) => {
      buckets.bucket(Bucket);
      return { BucketRegion: account.region };
    },
    DeleteBucket: ({ Bucket = '' }: DeleteBucketRequest) => buckets.delete(Bucket),
    ListBuckets: () => ({
      Buckets: buckets.list().map(({ name, created }) => ({ Name: name, CreationDate: created })),
      Owner: { ID: account.id },
    }),
    // The gateway hands a whole body over, whatever the client streamed.
    PutObject: ({
      Bucket = '',
      Key = '',
      Body,
      ContentType,
      Metadata,
    }: Omit<PutObjectRequest, 'Body'> & { Body?: Uint8Array }) => {
      const more = { contentType: ContentType ?? 'binary/octet-stream', metadata: Metadata ?? {} };
      return { ETag: buckets.put(Bucket, Key, Body ?? new Uint8Array(), more).etag };
    },
    GetObject: ({ Bucket = '', Key = '' }: GetObjectRequest) => ({
      ...described(buckets.object(Bucket, Key)),
      Body: buckets.get(Bucket, Key),
    }),
    HeadObject: ({ Bucket = '', Key = '' }: HeadObjectRequest) => described(buckets.object(Bucket, Key)),
    DeleteObject: ({ Bucket = '', Key = '' }: DeleteObjectRequest) => {
      buckets.bucket(Bucket).objects.delete(Key);
      return {};
    },
    DeleteObjects: ({ Bucket = '', Delete }: DeleteObjectsRequest) => {
      const { objects } = buckets.bucket(Bucket);
      const keys = (Delete?.Objects ?? []).map(({ Key = '' }) => Key);
      for (const key of keys) objects.delete(key);
      return Delete?.Quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) };
    },
    ListObjectsV2: ({
      Bucket = '',
      Prefix = '',
      MaxKeys = PAGE_SIZE,
      ContinuationToken,
      StartAfter,
    }: ListObjectsV2Request) => {
      const after = ContinuationToken
        ? Buffer.from(ContinuationToken, 'base64url').toString()
        : (StartAfter ?? '');
      const found = [...buckets.bucket(Bucket).objects.values()]
        .filter(({ key }) => key.startsWith(Prefix) && key > after)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const page = found.slice(0, MaxKeys);
      const last = page.at(-1);
      const more = found.length > page.length && last !== undefined;
      return {
        Name: Bucket,
        Prefix,
        MaxKeys,
        KeyCount: page.length,
        IsTruncated: more,
        Contents: page.map(({ key, size, etag, modified }) => ({
          Key: key,
          Size: size,
          ETag: etag,
          LastModified: modified,
          StorageClass: 'STANDARD',
        })),
        ...(more ? { NextContinuationToken: Buffer.from(last.key).toString('base64url') } : {}),
      };
    },
  };
}

function described({ size, etag, modified, contentType, metadata }: StoredObject) {
  return {
    ContentLength: size,
    ETag: etag,
    LastModified: modified,
    ContentType: contentType,
    Metadata: metadata,
  };
}
