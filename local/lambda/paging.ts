import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** @param size 0 or none for the default @throws AwsError InvalidParameterValueException for a marker that is not one of ours */
export function page<T>(
  items: readonly T[],
  marker: string | undefined,
  size: number | undefined,
  defaultSize: number,
): { items: T[]; next: { NextMarker?: string } } {
  const { items: cut, next } = cutPage(
    items,
    { token: marker === '' ? undefined : marker, size: size || defaultSize },
    () => new AwsError('InvalidParameterValueException', 'Invalid marker.'),
  );
  return { items: cut, next: next === undefined ? {} : { NextMarker: next } };
}
