import type { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';
import { invalid } from './refuse.ts';

/** @throws AwsError InvalidParameterValue for a token that was not given out here */
export function page<T>(
  items: readonly T[],
  { NextToken, MaxRecords }: { NextToken?: string | undefined; MaxRecords?: number | undefined },
  {
    size = 1000,
    refuse = () => invalid('Invalid NextToken.'),
  }: { size?: number; refuse?: () => AwsError } = {},
): { items: T[]; NextToken?: string } {
  const cut = cutPage(items, { token: NextToken, size: MaxRecords ?? size }, refuse);
  return { items: cut.items, ...(cut.next === undefined ? {} : { NextToken: cut.next }) };
}
