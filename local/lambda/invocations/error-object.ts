import type { ErrorObject } from '@aws-sdk/client-lambda';

/** A function's error, as its invocation answers it, in the words of durable executions. */
export function errorObjectOf(payload: string): ErrorObject {
  // What a runtime posts as an error is an object of these; anything else is told as it is.
  const { errorType, errorMessage, trace } = objectIn(payload);
  return {
    ErrorType: typeof errorType === 'string' ? errorType : 'Error',
    ErrorMessage: typeof errorMessage === 'string' ? errorMessage : payload,
    ...(Array.isArray(trace) ? { StackTrace: trace.map(String) } : {}),
  };
}

/** The other way round: how a synchronous invocation tells of a durable execution that failed. */
export function errorPayloadOf(error: ErrorObject | undefined, otherwise: string): string {
  return JSON.stringify({
    errorType: error?.ErrorType ?? otherwise,
    errorMessage: error?.ErrorMessage ?? otherwise,
    ...(error?.StackTrace ? { trace: error.StackTrace } : {}),
  });
}

function objectIn(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
