import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { entriesOf } from '../listing.ts';
import { contentOf, encodeKey } from '../listing-words.ts';

/** Keys on a page, at most (API reference). */
const PAGE_SIZE = 1000;

/** What a token begins with, so that no other text is taken for one. */
const TOKEN_MARK = 'after:';

export const listObjectsV2 =
  ({ buckets }: Context): Operation<ListObjectsV2Request, ListObjectsV2Output> =>
  (input) => {
    const { Bucket = '', Prefix = '', Delimiter, MaxKeys = PAGE_SIZE, StartAfter, EncodingType } = input;
    const after = keyIn(input.ContinuationToken) ?? StartAfter ?? '';
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
        ? { NextContinuationToken: Buffer.from(`${TOKEN_MARK}${last.key}`).toString('base64url') }
        : {}),
    };
  };

/** @throws AwsError InvalidArgument for a token that was not given out here */
function keyIn(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(TOKEN_MARK)) return text.slice(TOKEN_MARK.length);
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}
