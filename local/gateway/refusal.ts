import type { ServiceModel } from './model.ts';
import { AwsError } from './service.ts';
import type { Violation } from './validate.ts';

/** The codes by which a service refuses requests that break its model. */
interface Codes {
  /** A length, range, pattern or enum. */
  readonly rule: string;
  /** A required member is not there; like a rule, unless said otherwise. */
  readonly missing?: string;
  /** What cannot be read as the type it should have. */
  readonly type: string;
  /** A member that the model does not have; like a wrong type, unless said otherwise. */
  readonly unknown?: string;
}

/** ValidationError, MalformedInput: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const BY_WIRE: Readonly<Record<ServiceModel['wire'], Codes>> = {
  json: { rule: 'ValidationException', type: 'SerializationException' },
  cbor: { rule: 'ValidationException', type: 'SerializationException' },
  query: { rule: 'ValidationError', type: 'MalformedInput' },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  ec2Query: {
    rule: 'InvalidParameterValue',
    missing: 'MissingParameter',
    type: 'InvalidParameterValue',
    unknown: 'UnknownParameter',
  },
  restJson: { rule: 'ValidationException', type: 'SerializationException' },
  restXml: { rule: 'InvalidArgument', type: 'InvalidArgument' },
};

/** Services with an error of their own for this, which their models list for (nearly) each operation. */
const BY_CLIENT: Readonly<Record<string, Partial<Codes>>> = {
  apigatewayv2: { rule: 'BadRequestException', type: 'BadRequestException' },
  'cloudwatch-logs': { rule: 'InvalidParameterException' },
  codebuild: { rule: 'InvalidInputException' },
  ecr: { rule: 'InvalidParameterException' },
  ecs: { rule: 'InvalidParameterException' },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: { missing: 'InvalidRequest' },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
  sqs: { rule: 'InvalidParameterValue', missing: 'MissingParameter' },
};

/** The codes that a service's requests are refused by: no operation's model has to list them. */
export function refusalCodes({ client, wire }: Pick<ServiceModel, 'client' | 'wire'>): Codes {
  return { ...BY_WIRE[wire], ...BY_CLIENT[client] };
}

/**
 * The answer to a request that breaks the model, in AWS's words: all rules that are broken in one message.
 * AWS ignores members it does not know; here they are refused, since nothing good comes of a typing error.
 */
export function refusal(model: ServiceModel, found: readonly Violation[]): AwsError {
  const codes = refusalCodes(model);
  const unknown = found.find(({ kind }) => kind === 'unknown');
  // EC2 does refuse them, so it has words for it.
  if (codes.unknown !== undefined && unknown !== undefined)
    return new AwsError(codes.unknown, `The parameter ${unknown.member} is not recognized`);
  const unreadable = found.filter(({ kind }) => kind === 'type' || kind === 'unknown');
  if (unreadable.length > 0) return new AwsError(codes.type, [...new Set(unreadable.map(unread))].join('; '));
  const isMissing = found.every(({ kind }) => kind === 'missing');
  return new AwsError(isMissing ? (codes.missing ?? codes.rule) : codes.rule, wordsOf(model, found));
}

/** What one of our answers did wrong, in one line. */
export function told(found: readonly Violation[]): string {
  return found
    .map((one) => (one.kind === 'type' || one.kind === 'unknown' ? unread(one) : broken(one)))
    .join('; ');
}

function wordsOf({ client }: ServiceModel, found: readonly Violation[]): string {
  const texts = [...new Set(found.map(client === 'ecr' ? brokenInEcr : broken))];
  if (client === 'ecr') return texts.join('; ');
  return `${texts.length} validation error${texts.length === 1 ? '' : 's'} detected: ${texts.join('; ')}`;
}

/** AWS does not say where; that is added. */
function unread({ kind, path, text }: Violation): string {
  const place = path === '' ? '' : ` (at '${path}')`;
  return kind === 'unknown' ? `${text}${place}: AWS ignores it, the local cloud does not` : `${text}${place}`;
}

function broken({ kind, path, text, shown }: Violation): string {
  const value = kind === 'missing' ? ' null' : shown === undefined ? '' : ` '${shown}'`;
  return `Value${value} at '${path}' failed to satisfy constraint: ${text}`;
}

/** ECR has its own way to say it: `'must satisfy regular expression '[a-z]+''`. */
function brokenInEcr({ path, text }: Violation): string {
  const rule = text
    .replace(/^Member /, '')
    .replace(/regular expression pattern: (.*)$/s, "regular expression '$1'");
  return `Invalid parameter at '${path}' failed to satisfy constraint: '${rule}'`;
}
