import type { GetBucketLocationOutput, GetBucketLocationRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** us-east-1 is told by no constraint at all (API reference). */
export const getBucketLocation =
  ({ account, buckets }: Context): Operation<GetBucketLocationRequest, GetBucketLocationOutput> =>
  ({ Bucket = '' }) => {
    buckets.bucket(Bucket);
    // The region is one of AWS's, as the cloud was started with it.
    const region = account.region as NonNullable<GetBucketLocationOutput['LocationConstraint']>;
    return account.region === 'us-east-1' ? {} : { LocationConstraint: region };
  };
