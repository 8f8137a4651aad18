import { type AnyOperation, AwsError, type Operation } from '../gateway/service.ts';
import type { Context } from './context.ts';

/** What an operation on a bucket may be given. */
interface OfBucket {
  readonly Bucket?: string;
  readonly ExpectedBucketOwner?: string;
}

/**
 * Sees to it that a bucket is of the account that the caller expects: all buckets here are of the one account. Where there is
 * no such bucket, that is told.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 * @throws AwsError AccessDenied
 */
export function expectingOwner(
  { account, buckets }: Context,
  operations: Readonly<Record<string, AnyOperation>>,
): Readonly<Record<string, AnyOperation>> {
  const judged = Object.entries(operations).map(
    ([name, operation]): [string, Operation<OfBucket, unknown>] => [
      name,
      (input, call) => {
        const { Bucket = '', ExpectedBucketOwner: expected } = input;
        if (expected !== undefined && expected !== account.id && buckets.exists(Bucket))
          throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
        // The gateway has read it as this operation's input.
        return operation(input as never, call);
      },
    ],
  );
  return Object.fromEntries(judged);
}
