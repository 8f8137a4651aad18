import type { ListObjectsOutput, ListObjectsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { entriesOf } from '../listing.ts';
import { contentOf, encodeKey } from '../listing-words.ts';

/** Keys on a page, at most (API reference). */
const PAGE_SIZE = 1000;

/** The older listing, which the EB CLI uses: a page goes on after a key, which is told only where there is a delimiter. */
export const listObjects =
  ({ buckets }: Context): Operation<ListObjectsRequest, ListObjectsOutput> =>
  (input) => {
    const { Bucket = '', Prefix = '', Delimiter, MaxKeys = PAGE_SIZE, Marker = '', EncodingType } = input;
    const found = entriesOf(buckets.bucket(Bucket), { prefix: Prefix, delimiter: Delimiter, after: Marker });
    const page = found.slice(0, Math.min(MaxKeys, PAGE_SIZE));
    const last = page.at(-1);
    const isTruncated = found.length > page.length;
    const write = (text: string): string => (EncodingType === 'url' ? encodeKey(text) : text);
    return {
      Name: Bucket,
      Prefix: write(Prefix),
      Marker: write(Marker),
      MaxKeys,
      IsTruncated: isTruncated,
      Contents: page.flatMap((entry) => contentOf(entry, write)),
      CommonPrefixes: page.flatMap(({ key, object }) => (object ? [] : [{ Prefix: write(key) }])),
      ...(Delimiter === undefined ? {} : { Delimiter: write(Delimiter) }),
      ...(EncodingType === undefined ? {} : { EncodingType }),
      ...(isTruncated && Delimiter !== undefined && last ? { NextMarker: write(last.key) } : {}),
    };
  };
