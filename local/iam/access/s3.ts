import type { DeleteObjectsRequest } from '@aws-sdk/client-s3';
import type { AccessRules } from './rules.ts';

interface OfObject {
  readonly Bucket: string;
  readonly Key: string;
}

const bucket = ({ Bucket }: { readonly Bucket: string }) => [`arn:aws:s3:::${Bucket}`];
const object = ({ Bucket, Key }: OfObject) => [`arn:aws:s3:::${Bucket}/${Key}`];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const s3Access: AccessRules = {
  prefix: 's3',
  actions: {
    DeleteObjects: 'DeleteObject',
    HeadBucket: 'ListBucket',
    HeadObject: 'GetObject',
    ListBuckets: 'ListAllMyBuckets',
    ListObjects: 'ListBucket',
    ListObjectsV2: 'ListBucket',
  },
  resources: {
    CreateBucket: bucket,
    DeleteBucket: bucket,
    DeleteObject: object,
    DeleteObjects: ({ Bucket, Delete }: DeleteObjectsRequest) =>
      (Delete?.Objects ?? []).map(({ Key }) => `arn:aws:s3:::${Bucket}/${Key}`),
    GetBucketLocation: bucket,
    GetObject: object,
    HeadBucket: bucket,
    HeadObject: object,
    ListObjects: bucket,
    ListObjectsV2: bucket,
    PutObject: object,
  },
};
