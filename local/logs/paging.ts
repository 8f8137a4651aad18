import { AwsError } from '../gateway/service.ts';

/** @throws AwsError InvalidParameterException for a token that is not one of ours */
export function page<T>(
  items: readonly T[],
  nextToken: string | undefined,
  size: number,
): { items: T[]; next: { nextToken?: string } } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0)
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {},
  };
}
