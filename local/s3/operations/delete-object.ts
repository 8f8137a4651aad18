import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

export const deleteObject =
  ({ buckets }: Context): Operation<DeleteObjectRequest, DeleteObjectOutput> =>
  (input) => {
    refuse(input, ['IfMatch', 'IfMatchLastModifiedTime', 'IfMatchSize', 'VersionId']);
    buckets.remove(input.Bucket ?? '', input.Key ?? '');
    return {};
  };
