import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items on a page where the caller names no Limit (API reference: at most 100). */
const PAGE_SIZE = 100;

/** @throws AwsError ValidationException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { NextToken, Limit = PAGE_SIZE }: { NextToken?: string | undefined; Limit?: number | undefined },
): { items: T[]; NextToken?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token: NextToken, size: Limit },
    () => new AwsError('ValidationException', `Invalid NextToken '${NextToken}'`),
  );
  return { items: cut, ...(next === undefined ? {} : { NextToken: next }) };
}
