import { Rejected, Retryable } from '../deployment/errors.ts';

// Codes that AWS services use for "later, please", beside what the SDK marks as retryable by itself.
const PASSING = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ServerException',
  'InternalFailure',
  'InternalServerError',
  'AccountLimitExceededException',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
]);

/** The name that AWS gave an error, for example `ServiceNotFoundException`. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/**
 * Says of a failed AWS call whether to try again or to change something. The cause stays with it.
 * @param doing what was being done, in words that fit after "while": `registering a revision of web`
 */
export function explain(error: unknown, doing: string): Error {
  if (error instanceof Rejected || error instanceof Retryable) return error;
  if (!(error instanceof Error)) return new Retryable(`${String(error)} while ${doing}`);
  const message = `${error.name}: ${error.message} (while ${doing})`;
  return isPassing(error)
    ? new Retryable(message, { cause: error })
    : new Rejected(message, { cause: error });
}

function isPassing(error: Error): boolean {
  const { $fault, $retryable, code } = error as { $fault?: string; $retryable?: object; code?: string };
  return (
    PASSING.has(error.name) ||
    (code !== undefined && PASSING.has(code)) ||
    $retryable !== undefined ||
    $fault === 'server' ||
    // Not an answer of AWS at all: the connection failed, or it is a bug. Either way nothing was refused.
    $fault === undefined
  );
}
