import type { DeleteObjectsOutput, DeleteObjectsRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

export const deleteObjects =
  ({ buckets }: Context): Operation<DeleteObjectsRequest, DeleteObjectsOutput> =>
  ({ Bucket = '', Delete }) => {
    buckets.bucket(Bucket);
    const asked = Delete?.Objects ?? [];
    for (const one of asked) refuse(one, ['ETag', 'LastModifiedTime', 'Size', 'VersionId']);
    for (const { Key = '' } of asked) buckets.remove(Bucket, Key);
    return Delete?.Quiet ? {} : { Deleted: asked.map(({ Key }) => ({ Key })) };
  };
