import { AwsError } from '../gateway/service.ts';

/** @param size 0 or none for the default @throws AwsError InvalidParameterValueException for a marker that is not one of ours */
export function page<T>(
  items: readonly T[],
  marker: string | undefined,
  size: number | undefined,
  defaultSize: number,
): { items: T[]; next: { NextMarker?: string } } {
  const start = marker === undefined || marker === '' ? 0 : Number(Buffer.from(marker, 'base64').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('InvalidParameterValueException', 'Invalid marker.');
  const end = start + (size || defaultSize);
  return {
    items: items.slice(start, end),
    next: end < items.length ? { NextMarker: Buffer.from(String(end)).toString('base64') } : {},
  };
}
