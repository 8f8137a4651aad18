import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** @throws AwsError InvalidPaginationToken */
export function page<Item>(
  items: readonly Item[],
  asked: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
): { items: Item[]; NextToken?: string } {
  // Who names no size gets all (API reference, MaxResults).
  const size = asked.MaxResults ?? Math.max(items.length, 1);
  const { items: cut, next } = cutPage(
    items,
    { token: asked.NextToken, size },
    () => new AwsError('InvalidPaginationToken', 'The specified pagination token is not valid.'),
  );
  return { items: cut, ...(next === undefined ? {} : { NextToken: next }) };
}

/** What is allowed and only tried. The caller's permissions were judged before. @throws AwsError DryRunOperation */
export function refuseDryRun({ DryRun }: { readonly DryRun?: boolean | undefined }): void {
  if (DryRun)
    throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
      status: 412,
    });
}
