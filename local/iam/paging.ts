import { AwsError } from '../gateway/service.ts';

/** Items on a page where the caller names no MaxItems (API reference). */
const PAGE_SIZE = 100;

/** @throws AwsError InvalidInputException for a marker that is not one of ours */
export function page<T>(
  items: readonly T[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('InvalidInputException', `Invalid Marker '${Marker}'`);
  const end = start + (MaxItems ?? PAGE_SIZE);
  return {
    items: items.slice(start, end),
    IsTruncated: end < items.length,
    ...(end < items.length ? { Marker: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
