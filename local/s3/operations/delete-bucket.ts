import type { DeleteBucketRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteBucket =
  ({ buckets }: Context): Operation<DeleteBucketRequest, void> =>
  ({ Bucket = '' }) =>
    buckets.delete(Bucket);
