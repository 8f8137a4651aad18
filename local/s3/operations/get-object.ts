import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeObject } from '../describe.ts';
import { findObject } from '../find-object.ts';
import { refuse } from '../refuse.ts';

/** The gateway writes a whole body, whatever the client makes of it. */
type Output = Omit<GetObjectOutput, 'Body'> & { readonly Body: Uint8Array };

const NOT_HERE = [
  'IfMatch',
  'IfModifiedSince',
  'IfNoneMatch',
  'IfUnmodifiedSince',
  'PartNumber',
  'Range',
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
  'ResponseContentLanguage',
  'ResponseContentType',
  'ResponseExpires',
  'SSECustomerKey',
  'VersionId',
];

export const getObject =
  (context: Context): Operation<GetObjectRequest, Output> =>
  (input, { caller }) => {
    refuse(input, NOT_HERE);
    const { Bucket = '', Key = '' } = input;
    const found = findObject(context, { Bucket, Key }, caller);
    return { ...describeObject(found), Body: context.buckets.get(Bucket, Key) };
  };
