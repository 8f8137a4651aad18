import { AwsError } from '../gateway/service.ts';

/** Items of one answer where the caller names no number. */
const PAGE = 100;

/** @throws AwsError BadRequestException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { MaxResults, NextToken }: { MaxResults?: string | undefined; NextToken?: string | undefined },
): { Items: T[]; NextToken?: string } {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  const size = MaxResults === undefined ? PAGE : Number(MaxResults);
  if (!Number.isSafeInteger(start) || start < 0 || !(size > 0))
    throw new AwsError('BadRequestException', 'Invalid NextToken or MaxResults.');
  const end = start + size;
  return {
    Items: items.slice(start, end),
    ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
