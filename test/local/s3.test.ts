import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createS3 } from '../../local/s3/index.ts';
import { throughGateway } from './through-gateway.ts';

let client: S3Client;
let close: () => Promise<void>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-'));
  const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder };
  const s3 = createS3({ account, clock: new Clock() });
  const served = await throughGateway(s3);
  client = new S3Client(served.config);
  close = async () => {
    await served.close();
    await s3.close?.();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => close());

const Bucket = 'artifacts';

it('does nothing with a bucket that is of another account than was expected', async () => {
  const named = { Bucket: 'whose', ExpectedBucketOwner: '111122223333' };
  const object = { ...named, Key: 'a' };
  // That there is none is told first.
  await expect(client.send(new PutObjectCommand({ ...object, Body: 'b' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
  await client.send(new CreateBucketCommand({ Bucket: 'whose' }));
  const ours = { Bucket: 'whose', ExpectedBucketOwner: '000000000000' };
  await client.send(new PutObjectCommand({ ...ours, Key: 'a', Body: 'a' }));
  const asked = await Promise.allSettled([
    client.send(new PutObjectCommand({ ...object, Body: 'b' })),
    client.send(new GetObjectCommand(object)),
    client.send(new HeadObjectCommand(object)),
    client.send(new DeleteObjectCommand(object)),
    client.send(new DeleteObjectsCommand({ ...named, Delete: { Objects: [{ Key: 'a' }] } })),
    client.send(new HeadBucketCommand(named)),
    client.send(new ListObjectsCommand(named)),
    client.send(new ListObjectsV2Command(named)),
    client.send(new DeleteBucketCommand(named)),
  ]);
  const denied = { $metadata: { httpStatusCode: 403 } };
  for (const one of asked) expect(one).toMatchObject({ status: 'rejected', reason: denied });
  const { Body } = await client.send(new GetObjectCommand({ ...ours, Key: 'a' }));
  expect(await Body?.transformToString()).toBe('a');
  await client.send(new DeleteObjectCommand({ ...ours, Key: 'a' }));
  await client.send(new DeleteBucketCommand(ours));
});

it('keeps objects with what was said of them', async () => {
  await client.send(new CreateBucketCommand({ Bucket }));
  await expect(client.send(new CreateBucketCommand({ Bucket }))).rejects.toBeInstanceOf(
    BucketAlreadyOwnedByYou,
  );
  await client.send(new HeadBucketCommand({ Bucket }));
  const { Buckets } = await client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'deep/über file.zip',
      // A stream is what a client sends in chunks, each with its length.
      Body: Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]),
      ContentLength: bytes.length,
      ContentType: 'application/zip',
      Metadata: { commit: 'abc' },
    }),
  );
  const object = { Bucket, Key: 'deep/über file.zip' };
  expect(await client.send(new HeadObjectCommand(object))).toMatchObject({
    ContentLength: 300_000,
    ContentType: 'application/zip',
    Metadata: { commit: 'abc' },
  });
  const { Body } = await client.send(new GetObjectCommand(object));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
});

it('says what is not there', async () => {
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toBeInstanceOf(NoSuchKey);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toBeInstanceOf(NotFound);
  await expect(client.send(new HeadBucketCommand({ Bucket: 'nobodys' }))).rejects.toBeInstanceOf(NotFound);
  const ranged = client.send(new GetObjectCommand({ Bucket, Key: 'deep/über file.zip', Range: 'bytes=0-1' }));
  await expect(ranged).rejects.toThrow("the local cloud's S3 has no Range");
});

it('keeps the storage class, and takes no setting that would have no effect', async () => {
  const put = (more: object) =>
    client.send(new PutObjectCommand({ Bucket, Key: 'class', Body: 'x', ...more }));
  await put({
    StorageClass: 'STANDARD_IA',
    ACL: 'bucket-owner-full-control',
    ServerSideEncryption: 'AES256',
  });
  const { StorageClass } = await client.send(new HeadObjectCommand({ Bucket, Key: 'class' }));
  expect(StorageClass).toBe('STANDARD_IA');
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'class' }));
  expect(Contents?.map((object) => object.StorageClass)).toEqual(['STANDARD_IA']);
  await put({});
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'class' }))).not.toHaveProperty(
    'StorageClass',
  );
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'class' }] } }));
  await expect(put({ ContentMD5: 'CY9rzUYh03PK3k6DJie09g==' })).rejects.toThrow('Content-MD5');
  await expect(put({ ChecksumSHA256: `${'A'.repeat(43)}=` })).rejects.toThrow('SHA256');
  await expect(put({ StorageClass: 'GLACIER' })).rejects.toThrow('no storage class GLACIER');
  await expect(put({ ACL: 'public-read' })).rejects.toThrow('does not allow ACLs');
  await expect(put({ ServerSideEncryption: 'aws:kms' })).rejects.toThrow('no encryption aws:kms');
  const create = (more: object) => client.send(new CreateBucketCommand({ Bucket: 'elsewhere', ...more }));
  await expect(create({ ACL: 'public-read' })).rejects.toThrow('cannot have ACLs');
  await expect(create({ CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })).rejects.toThrow(
    'incompatible for the region',
  );
});

it('lists a page at a time, with common prefixes', async () => {
  for (const Key of ['a', 'b/1', 'b/2', 'c/<&>'])
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const first = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2 }));
  expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 });
  expect(first.Contents?.map(({ Key }) => Key)).toEqual(['a']);
  expect(first.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
  const second = await client.send(
    new ListObjectsV2Command({
      Bucket,
      Delimiter: '/',
      ContinuationToken: first.NextContinuationToken,
    }),
  );
  expect(second.CommonPrefixes).toEqual([{ Prefix: 'c/' }, { Prefix: 'deep/' }]);
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'c/' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['c/<&>']);

  const older = await client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2 }));
  expect(older).toMatchObject({ IsTruncated: true, NextMarker: 'b/', CommonPrefixes: [{ Prefix: 'b/' }] });
  const rest = await client.send(
    new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: older.NextMarker }),
  );
  expect(rest.CommonPrefixes).toEqual([{ Prefix: 'c/' }, { Prefix: 'deep/' }]);
});

it('removes objects, and a bucket only when it is empty', async () => {
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toThrow('not empty');
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const Objects = Contents.map(({ Key }) => ({ Key }));
  const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toHaveLength(5);
  await client.send(new DeleteBucketCommand({ Bucket }));
});

it('keeps a content on disk for as long as an object has it', async () => {
  const onDisk = async () => (await readdir(join(folder, 's3'))).length;
  const before = await onDisk();
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: 'kept', Key, Body }));
  await client.send(new CreateBucketCommand({ Bucket: 'kept' }));
  await put('a', 'a content of its own');
  await put('a', 'a content of its own');
  await put('b', 'a content of its own');
  await put('c', 'another one');
  expect(await onDisk()).toBe(before + 2);
  await put('c', 'yet another one');
  await client.send(new DeleteObjectCommand({ Bucket: 'kept', Key: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket: 'kept', Key: 'a' }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'kept', Key: 'b' }));
  expect(await Body?.transformToString()).toBe('a content of its own');
  expect(await onDisk()).toBe(before + 2);
  const Objects = [{ Key: 'b' }, { Key: 'c' }];
  await client.send(new DeleteObjectsCommand({ Bucket: 'kept', Delete: { Objects } }));
  expect(await onDisk()).toBe(before);
});
