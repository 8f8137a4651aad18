import { AwsError } from '../gateway/service.ts';

/** Items on a page where the caller names no PageSize (API reference: at most 400). */
const PAGE_SIZE = 400;

/** @throws AwsError ValidationError for a marker that is not one of ours */
export function page<T>(
  items: readonly T[],
  { Marker, PageSize }: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: T[]; NextMarker?: string } {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('ValidationError', `Invalid marker '${Marker}'`);
  const end = start + (PageSize ?? PAGE_SIZE);
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextMarker: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
