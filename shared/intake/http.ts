/** What API Gateway's HTTP API (payload version 2.0) hands to a function, as far as intake needs it. */
export interface HttpEvent {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

/** The request is not taken. The message is for whoever set up the caller; it tells nothing of what Slipway holds. */
export interface Refused {
  readonly kind: 'refused';
  readonly status: 400 | 401 | 403 | 413 | 415;
  readonly message: string;
}

export function refused(status: Refused['status'], message: string): Refused {
  return { kind: 'refused', status, message };
}

/** HTTP header names have no case; API Gateway makes them lower case, other callers do not. */
export function header(event: HttpEvent, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** `application/json` of `Application/JSON; charset=utf-8` */
export function contentType(event: HttpEvent): string {
  return (header(event, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
