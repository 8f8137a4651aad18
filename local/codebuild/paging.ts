import type { Call } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';
import { invalid } from './projects.ts';

/** Ids on a page of CodeBuild's lists (API reference). */
const PAGE_SIZE = 100;

/** @throws AwsError InvalidInputException for a token that is not one of ours */
export function page(
  items: readonly string[],
  token: string | undefined,
  { pageSize = PAGE_SIZE }: Pick<Call, 'pageSize'>,
): { items: string[]; nextToken?: string } {
  const size = Math.min(pageSize, PAGE_SIZE);
  const { items: cut, next } = cutPage(items, { token, size }, () => invalid(`Invalid nextToken ${token}`));
  return { items: cut, ...(next === undefined ? {} : { nextToken: next }) };
}
