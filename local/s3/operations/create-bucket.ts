import type { CreateBucketOutput, CreateBucketRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

export const createBucket =
  ({ buckets }: Context): Operation<CreateBucketRequest, CreateBucketOutput> =>
  (input) => {
    refuse(input, ['ObjectLockEnabledForBucket', 'BucketNamespace']);
    const { name } = buckets.create(input.Bucket ?? '');
    return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
  };
