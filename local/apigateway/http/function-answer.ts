/** An answer to an HTTP request. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export const messageAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

const MALFORMED = messageAnswer(500, 'Internal Server Error');

/**
 * What a function returned as an answer, by payload format 2.0: without a `statusCode` all of it is the body.
 * @param payload JSON
 */
export function functionAnswer(payload: string): HttpAnswer {
  const value: unknown = JSON.parse(payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const { statusCode, headers, cookies, body = '', isBase64Encoded } = value as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return MALFORMED;
  if (typeof body !== 'string') return body === null ? functionAnswer(without(value, 'body')) : MALFORMED;
  if (headers !== undefined && (typeof headers !== 'object' || headers === null)) return MALFORMED;
  const named = Object.entries(headers ?? {}).map(([name, item]) => [name.toLowerCase(), String(item)]);
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(named),
      ...(Array.isArray(cookies) && cookies.length > 0 ? { 'set-cookie': cookies.map(String) } : {}),
    },
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

const without = (value: object, name: string) =>
  JSON.stringify(Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)));
