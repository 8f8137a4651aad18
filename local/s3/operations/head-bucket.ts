import type { HeadBucketOutput, HeadBucketRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const headBucket =
  ({ account, buckets }: Context): Operation<HeadBucketRequest, HeadBucketOutput> =>
  ({ Bucket = '' }) => {
    const { name } = buckets.bucket(Bucket);
    return { BucketArn: `arn:aws:s3:::${name}`, BucketRegion: account.region, AccessPointAlias: false };
  };
