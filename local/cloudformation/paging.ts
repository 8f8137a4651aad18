import { AwsError } from '../gateway/service.ts';

/** Items on a page of CloudFormation's lists (API reference, DescribeStackEvents and others). */
const PAGE_SIZE = 100;

/** @throws AwsError ValidationError for a token that is not one of ours */
export function page<T>(items: readonly T[], token: string | undefined): { items: T[]; NextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('ValidationError', `Invalid NextToken '${token}'`);
  const end = start + PAGE_SIZE;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
