import { AwsError } from '../gateway/service.ts';
import { cutPage } from '../paging.ts';

/** @throws AwsError InvalidParameterException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  nextToken: string | undefined,
  size: number,
): { items: T[]; next: { nextToken?: string } } {
  const { items: cut, next } = cutPage(
    items,
    { token: nextToken, size },
    () => new AwsError('InvalidParameterException', 'The specified nextToken is invalid.'),
  );
  return { items: cut, next: next === undefined ? {} : { nextToken: next } };
}
