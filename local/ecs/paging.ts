import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** @throws AwsError InvalidParameterException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
  /** Items on a page where the caller names no number. */
  defaultResults = 100,
): { items: T[]; nextToken?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token: nextToken, size: maxResults ?? defaultResults },
    () => new AwsError('InvalidParameterException', 'Invalid token.'),
  );
  return { items: cut, ...(next === undefined ? {} : { nextToken: next }) };
}
