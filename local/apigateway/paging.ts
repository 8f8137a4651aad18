import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items of one answer where the caller names no number. */
const PAGE_SIZE = 100;

/** @throws AwsError BadRequestException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  { MaxResults, NextToken }: { MaxResults?: string | undefined; NextToken?: string | undefined },
): { Items: T[]; NextToken?: string } {
  const refuse = () => new AwsError('BadRequestException', 'Invalid NextToken or MaxResults.');
  // The one service that takes this number as text.
  const size = MaxResults === undefined ? PAGE_SIZE : Number(MaxResults);
  if (!(size > 0 && Number.isSafeInteger(size))) throw refuse();
  const { items: Items, next } = cutPage(items, { token: NextToken, size }, refuse);
  return { Items, ...(next === undefined ? {} : { NextToken: next }) };
}
