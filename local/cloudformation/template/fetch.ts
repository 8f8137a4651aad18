import { AwsError } from '../../gateway/service.ts';
import type { Account, ObjectStore } from '../../parts.ts';

/** Bytes (CloudFormation quotas). */
const MAX_BODY = 51_200;
const MAX_OBJECT = 1_048_576;

/**
 * The text of a template that was given in the call or in a bucket.
 * @throws AwsError ValidationError
 */
export function templateText(
  input: { TemplateBody?: string | undefined; TemplateURL?: string | undefined },
  { account, objects }: { account: Account; objects: ObjectStore },
): string | undefined {
  if (input.TemplateBody !== undefined && input.TemplateURL !== undefined)
    throw invalid('You must only specify either Template Body or Template Url, not both');
  if (input.TemplateBody !== undefined) {
    if (Buffer.byteLength(input.TemplateBody) > MAX_BODY)
      throw invalid(
        `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY}`,
      );
    return input.TemplateBody;
  }
  if (input.TemplateURL === undefined) return undefined;
  const { bucket, key } = objectAt(input.TemplateURL, account);
  let body: Buffer;
  try {
    body = objects.get(bucket, key);
  } catch (cause) {
    throw new AwsError('ValidationError', `S3 error: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  if (body.length > MAX_OBJECT) throw invalid(`Template may not exceed ${MAX_OBJECT} bytes in size.`);
  return body.toString('utf8');
}

/** Path style (`https://s3.amazonaws.com/BUCKET/KEY`, the gateway's own address) or virtual-hosted style. */
function objectAt(address: string, account: Account): { bucket: string; key: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const path = decodeURIComponent(url?.pathname.slice(1) ?? '');
  if (url && url.search === '') {
    const hosted = /^(?<bucket>.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$/.exec(url.host);
    if (hosted?.groups?.bucket && path !== '') return { bucket: hosted.groups.bucket, key: path };
    const isPathStyle =
      url.port === new URL(account.endpoint).port || /^s3([.-][a-z0-9-]+)?\.amazonaws\.com$/.test(url.host);
    const slash = path.indexOf('/');
    if (isPathStyle && slash > 0 && slash < path.length - 1)
      return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
  }
  throw invalid(`TemplateURL must be a supported URL, not ${address}`);
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
