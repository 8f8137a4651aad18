import { AwsError } from '../gateway/service.ts';

/** @throws AwsError InvalidNextToken for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { NextToken, MaxResults }: { NextToken?: string | undefined; MaxResults?: number | undefined },
  pageSize: number,
): { items: T[]; NextToken?: string } {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('InvalidNextToken', `Invalid NextToken '${NextToken}'`);
  const end = start + (MaxResults ?? pageSize);
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
