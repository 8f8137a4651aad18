import { AwsError } from '../gateway/service.ts';

/** Items on a page where the caller names no maxResults (API reference: 100, at most 1000). */
const PAGE_SIZE = 100;

/** @throws AwsError InvalidParameterException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
): { items: T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'NextToken' failed to satisfy constraint: 'Invalid or expired token'`,
    );
  const end = start + (maxResults ?? PAGE_SIZE);
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
