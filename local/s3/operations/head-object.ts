import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeObject } from '../describe.ts';
import { findObject } from '../find-object.ts';
import { refuse } from '../refuse.ts';

export const headObject =
  (context: Context): Operation<HeadObjectRequest, HeadObjectOutput> =>
  (input, { caller }) => {
    refuse(input, ['IfMatch', 'IfNoneMatch', 'PartNumber', 'Range', 'SSECustomerKey', 'VersionId']);
    return describeObject(findObject(context, { Bucket: input.Bucket, Key: input.Key }, caller));
  };
