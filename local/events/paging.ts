import { AwsError } from '../gateway/service.ts';

/** Items on a page where the caller names no Limit (API reference: at most 100). */
const PAGE_SIZE = 100;

/** @throws AwsError ValidationException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { NextToken, Limit }: { NextToken?: string | undefined; Limit?: number | undefined },
): { items: T[]; NextToken?: string } {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('ValidationException', `Invalid NextToken '${NextToken}'`);
  const end = start + (Limit ?? PAGE_SIZE);
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
