import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { cutPage } from '../../paging.ts';
import type { Context } from '../context.ts';

/** Buckets of an answer, at most (API reference, ListBuckets). */
const MAX_BUCKETS = 10_000;

export const listBuckets =
  ({ account, buckets }: Context): Operation<ListBucketsRequest, ListBucketsOutput> =>
  ({ Prefix, BucketRegion, MaxBuckets = MAX_BUCKETS, ContinuationToken }) => {
    const found = buckets
      .list()
      .filter(
        ({ name }) => name.startsWith(Prefix ?? '') && (BucketRegion ?? account.region) === account.region,
      );
    const { items, next } = cutPage(
      found,
      { token: ContinuationToken, size: MaxBuckets },
      () => new AwsError('InvalidArgument', 'The continuation token provided is incorrect'),
    );
    return {
      Buckets: items.map(({ name, created }) => ({
        Name: name,
        CreationDate: created,
        BucketRegion: account.region,
      })),
      Owner: { ID: account.id },
      ...(Prefix === undefined ? {} : { Prefix }),
      ...(next === undefined ? {} : { ContinuationToken: next }),
    };
  };
