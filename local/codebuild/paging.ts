import { invalid } from './projects.ts';

/** Ids on a page of CodeBuild's lists (API reference). */
const PAGE_SIZE = 100;

/** @throws AwsError InvalidInputException for a token that is not one of ours */
export function page(
  items: readonly string[],
  token: string | undefined,
): { items: string[]; nextToken?: string } {
  const start = Number(token ?? 0);
  if (!Number.isSafeInteger(start) || start < 0) throw invalid(`Invalid nextToken ${token}`);
  const end = start + PAGE_SIZE;
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}
