import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** Items on a page where the caller names no PageSize (API reference: at most 400). */
const PAGE_SIZE = 400;

/** @throws AwsError ValidationError for a marker that is not one of ours */
export function page<T>(
  items: readonly T[],
  { Marker, PageSize = PAGE_SIZE }: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: T[]; NextMarker?: string } {
  const { items: cut, next } = cutPage(
    items,
    { token: Marker, size: PageSize },
    () => new AwsError('ValidationError', `Invalid marker '${Marker}'`),
  );
  return { items: cut, ...(next === undefined ? {} : { NextMarker: next }) };
}
