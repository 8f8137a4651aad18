import type { CreateBucketOutput, CreateBucketRequest } from '@aws-sdk/client-s3';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

const NOT_HERE = [
  'BucketNamespace',
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWrite',
  'GrantWriteACP',
  'ObjectLockEnabledForBucket',
];

export const createBucket =
  ({ account, buckets }: Context): Operation<CreateBucketRequest, CreateBucketOutput> =>
  (input) => {
    refuse(input, NOT_HERE);
    checkOwnership(input);
    checkPlace(input.CreateBucketConfiguration, account.region);
    const { name } = buckets.create(input.Bucket ?? '');
    return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
  };

/** New buckets are private, and have ACLs switched off: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
function checkOwnership({ ACL = 'private', ObjectOwnership = 'BucketOwnerEnforced' }: CreateBucketRequest) {
  if (ObjectOwnership !== 'BucketOwnerEnforced')
    throw new AwsError('NotImplemented', `the local cloud's S3 has no ObjectOwnership ${ObjectOwnership}`, {
      status: 501,
    });
  if (ACL !== 'private')
    throw new AwsError(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
}

/** There is one region. us-east-1 is where a bucket comes that names no place, and no name of one (API reference, CreateBucket). */
function checkPlace(asked: CreateBucketRequest['CreateBucketConfiguration'], region: string) {
  if (asked === undefined) return;
  refuse(asked, ['Bucket', 'Location', 'Tags']);
  const { LocationConstraint: place } = asked;
  if (place === region)
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  if (place !== undefined)
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${place} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
}
