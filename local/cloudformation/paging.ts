import { AwsError, type Call } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items on a page of CloudFormation's lists (API reference, DescribeStackEvents and others). */
const PAGE_SIZE = 100;

/** @throws AwsError ValidationError for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  { pageSize = PAGE_SIZE }: Pick<Call, 'pageSize'>,
): { items: T[]; NextToken?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token, size: Math.min(pageSize, PAGE_SIZE) },
    () => new AwsError('ValidationError', `Invalid NextToken '${token}'`),
  );
  return { items: cut, ...(next === undefined ? {} : { NextToken: next }) };
}
