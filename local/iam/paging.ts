import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items on a page where the caller names no MaxItems (API reference). */
const PAGE_SIZE = 100;

/** @throws AwsError ValidationError for a marker that is not one of ours */
export function page<T>(
  items: readonly T[],
  { Marker, MaxItems = PAGE_SIZE }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token: Marker, size: MaxItems },
    () => new AwsError('ValidationError', `Invalid Marker '${Marker}'`),
  );
  return { items: cut, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) };
}
