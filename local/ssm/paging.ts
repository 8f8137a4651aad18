import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** @throws AwsError InvalidNextToken for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { NextToken, MaxResults }: { NextToken?: string | undefined; MaxResults?: number | undefined },
  pageSize: number,
): { items: T[]; NextToken?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token: NextToken, size: MaxResults ?? pageSize },
    () => new AwsError('InvalidNextToken', `Invalid NextToken '${NextToken}'`),
  );
  return { items: cut, ...(next === undefined ? {} : { NextToken: next }) };
}
