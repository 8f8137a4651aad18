import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items on a page where the caller names no maxResults (API reference: 100, at most 1000). */
const PAGE_SIZE = 100;

/** @throws AwsError InvalidParameterException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { nextToken, maxResults = PAGE_SIZE }: { nextToken?: string | undefined; maxResults?: number | undefined },
): { items: T[]; nextToken?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token: nextToken, size: maxResults },
    () =>
      new AwsError(
        'InvalidParameterException',
        `Invalid parameter at 'NextToken' failed to satisfy constraint: 'Invalid or expired token'`,
      ),
  );
  return { items: cut, ...(next === undefined ? {} : { nextToken: next }) };
}
