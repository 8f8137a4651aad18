import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeObject } from '../describe.ts';
import { refuse } from '../refuse.ts';

export const headObject =
  ({ buckets }: Context): Operation<HeadObjectRequest, HeadObjectOutput> =>
  (input) => {
    refuse(input, ['IfMatch', 'IfNoneMatch', 'PartNumber', 'Range', 'SSECustomerKey', 'VersionId']);
    return describeObject(buckets.object(input.Bucket ?? '', input.Key ?? ''));
  };
