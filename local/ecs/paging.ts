import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items on a page at most (API reference: ListTasks, ListTaskDefinitions, ListClusters, ListServices). */
const MOST_RESULTS = 100;

/** @throws AwsError InvalidParameterException for a token that is not one of ours, or a page that is too large */
export function page<T>(
  items: readonly T[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
  /** Items on a page where the caller names no number. */
  defaultResults = 100,
): { items: T[]; nextToken?: string } {
  if (maxResults !== undefined && (maxResults < 1 || maxResults > MOST_RESULTS))
    throw new AwsError(
      'InvalidParameterException',
      `maxResults must be between 1 and ${MOST_RESULTS}, not ${maxResults}.`,
    );
  const { items: cut, next } = cutPage(
    items,
    { token: nextToken, size: maxResults ?? defaultResults },
    () => new AwsError('InvalidParameterException', 'Invalid token.'),
  );
  return { items: cut, ...(next === undefined ? {} : { nextToken: next }) };
}
