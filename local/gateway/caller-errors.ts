import type { ServiceModel, Wire } from './model.ts';
import { AwsError } from './service.ts';

/**
 * What is wrong with a caller, not with a call, has a code of its own in each family of services.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html for JSON and for forms,
 *   https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html for S3
 */
const IN_FORMS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

interface Words {
  readonly code: string;
  readonly status: number;
  /** What it says, where that differs. */
  readonly says?: (message: string) => string;
}

const IN_S3: Readonly<Record<string, Words>> = {
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  ExpiredTokenException: {
    code: 'ExpiredToken',
    says: () => 'The provided token has expired.',
    status: 400,
  },
  UnrecognizedClientException: {
    code: 'InvalidAccessKeyId',
    says: () => 'The AWS Access Key Id you provided does not exist in our records.',
    status: 403,
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const IN_EC2: Readonly<Record<string, Words>> = {
  AccessDeniedException: {
    code: 'UnauthorizedOperation',
    says: (message) => `You are not authorized to perform this operation. ${message}`,
    status: 403,
  },
  ExpiredTokenException: { code: 'RequestExpired', says: () => 'Request has expired.', status: 400 },
  UnrecognizedClientException: {
    code: 'AuthFailure',
    says: () => 'AWS was not able to validate the provided access credentials',
    status: 401,
  },
};

/** The same refusal of a caller as this service says it; any other error as it is. */
export function inWordsOf(model: ServiceModel | undefined, wire: Wire, error: AwsError): AwsError {
  const inForms = IN_FORMS[error.code];
  if (inForms === undefined) return error;
  const { members, cause, message } = error;
  if (wire === 'restXml' || wire === 'ec2Query') {
    const own: Words | undefined = (wire === 'restXml' ? IN_S3 : IN_EC2)[error.code];
    const { code, status, says } = own ?? { code: inForms, status: 403 };
    return new AwsError(code, says?.(message) ?? message, { status, members, cause });
  }
  // SQS and other services that had forms once keep the codes of that time (botocore shows AccessDenied for SQS).
  const code = wire === 'query' || model?.client === 'sqs' ? inForms : error.code;
  const status = wire === 'json' || wire === 'cbor' ? (model?.client === 'sqs' ? 403 : 400) : 403;
  return new AwsError(code, message, { status, members, cause });
}
