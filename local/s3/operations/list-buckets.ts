import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const listBuckets =
  ({ account, buckets }: Context): Operation<ListBucketsRequest, ListBucketsOutput> =>
  ({ Prefix = '' }) => ({
    Buckets: buckets
      .list()
      .filter(({ name }) => name.startsWith(Prefix))
      .map(({ name, created }) => ({ Name: name, CreationDate: created, BucketRegion: account.region })),
    Owner: { ID: account.id },
  });
