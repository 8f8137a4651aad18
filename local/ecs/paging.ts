import { AwsError } from '../gateway/service.ts';

/** @throws AwsError InvalidParameterException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
  /** Items on a page where the caller names no number. */
  defaultResults = 100,
): { items: T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('InvalidParameterException', 'Invalid token.');
  const end = start + (maxResults ?? defaultResults);
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
