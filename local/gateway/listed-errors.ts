import type { OperationModel, ServiceModel } from './model.ts';
import { refusalCodes } from './refusal.ts';

/** For any operation of any service: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const COMMON = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'InternalFailure',
  'NotAuthorized',
  'ServiceUnavailable',
  'ThrottlingException',
  'ValidationError',
  'ValidationException',
  // Ours: for what the local cloud lacks.
  'NotImplemented',
]);

/** In forms only (an older edition of the same page). */
const COMMON_IN_QUERY = new Set(['InvalidParameterCombination', 'InvalidParameterValue', 'MissingParameter']);

/** S3's models list next to none: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const S3 = new Set([
  'AccessControlListNotSupported',
  'AccessDenied',
  'BadDigest',
  'BucketAlreadyExists',
  'BucketAlreadyOwnedByYou',
  'BucketNotEmpty',
  'EntityTooLarge',
  'IllegalLocationConstraintException',
  'InvalidArgument',
  'InvalidBucketAclWithObjectOwnership',
  'InvalidBucketName',
  'InvalidDigest',
  'InvalidLocationConstraint',
  'InvalidRange',
  'InvalidRequest',
  'InvalidStorageClass',
  'MalformedXML',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchKey',
  'NoSuchTagSet',
  'PreconditionFailed',
]);

/** EC2's model lists none: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const EC2 = new Set([
  'DryRunOperation',
  'FilterLimitExceeded',
  'InvalidGroup.NotFound',
  'InvalidGroupId.Malformed',
  'InvalidPaginationToken',
  'InvalidParameterValue',
  'InvalidSubnetID.NotFound',
  'VPCIdNotSpecified',
]);

/** Whether AWS says that this operation can answer with this error. */
export function isListed(model: ServiceModel, operation: OperationModel, code: string): boolean {
  const { rule, missing, type } = refusalCodes(model);
  return (
    operation.errors.includes(model.errors.get(code)?.name ?? code) ||
    COMMON.has(code) ||
    [rule, missing, type].includes(code) ||
    (model.wire === 'query' && COMMON_IN_QUERY.has(code)) ||
    (model.client === 's3' && S3.has(code)) ||
    (model.client === 'ec2' && EC2.has(code))
  );
}
