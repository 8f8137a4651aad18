import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { createBucket } from './create-bucket.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getObject } from './get-object.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listBuckets } from './list-buckets.ts';
import { listObjects } from './list-objects.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { putObject } from './put-object.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  CreateBucket: createBucket(context),
  DeleteBucket: deleteBucket(context),
  DeleteObject: deleteObject(context),
  DeleteObjects: deleteObjects(context),
  GetBucketLocation: getBucketLocation(context),
  GetObject: getObject(context),
  HeadBucket: headBucket(context),
  HeadObject: headObject(context),
  ListBuckets: listBuckets(context),
  ListObjects: listObjects(context),
  ListObjectsV2: listObjectsV2(context),
  PutObject: putObject(context),
});
