import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { type Entry, entriesOf } from '../listing.ts';

/** Keys on a page, at most (API reference). */
const PAGE_SIZE = 1000;

export const listObjectsV2 =
  ({ buckets }: Context): Operation<ListObjectsV2Request, ListObjectsV2Output> =>
  (input) => {
    const { Bucket = '', Prefix = '', Delimiter, MaxKeys = PAGE_SIZE, StartAfter, EncodingType } = input;
    const after = input.ContinuationToken
      ? Buffer.from(input.ContinuationToken, 'base64url').toString()
      : (StartAfter ?? '');
    const found = entriesOf(buckets.bucket(Bucket), { prefix: Prefix, delimiter: Delimiter, after });
    const page = found.slice(0, Math.min(MaxKeys, PAGE_SIZE));
    const last = page.at(-1);
    const write = (text: string): string => (EncodingType === 'url' ? encodeKey(text) : text);
    return {
      Name: Bucket,
      Prefix: write(Prefix),
      MaxKeys,
      KeyCount: page.length,
      IsTruncated: found.length > page.length,
      Contents: page.flatMap((entry) => contentOf(entry, write)),
      CommonPrefixes: page.flatMap(({ key, object }) => (object ? [] : [{ Prefix: write(key) }])),
      ...(Delimiter === undefined ? {} : { Delimiter: write(Delimiter) }),
      ...(EncodingType === undefined ? {} : { EncodingType }),
      ...(StartAfter === undefined ? {} : { StartAfter: write(StartAfter) }),
      ...(input.ContinuationToken === undefined ? {} : { ContinuationToken: input.ContinuationToken }),
      ...(found.length > page.length && last
        ? { NextContinuationToken: Buffer.from(last.key).toString('base64url') }
        : {}),
    };
  };

function contentOf({ object }: Entry, write: (text: string) => string) {
  if (!object) return [];
  const { key, size, etag, modified } = object;
  const content = { Key: write(key), Size: size, ETag: etag, LastModified: modified };
  return [{ ...content, StorageClass: 'STANDARD' as const }];
}

/** As S3 writes names where the caller asks for it; slashes stay. */
function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}
