import * as z from 'zod';

/** What carries credentials, by its usual names: the configuration and the trail are no place for secrets. */
const CREDENTIALS = /auth|cookie|token|secret|passw|credential|api-?key|session/;

/** What HTTP itself needs, or what another key says. */
const OWN_USE = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The name of a header, in lower case. @see https://www.rfc-editor.org/rfc/rfc9110#name-field-names */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be the name of a header, e.g. X-Tenant')
  .toLowerCase()
  .refine(
    (name) => !CREDENTIALS.test(name),
    'looks like credentials, which a probe never sends: let the app answer its health check without',
  )
  .refine((name) => !OWN_USE.has(name), {
    error: 'is not for you to set: the host is that of health.url or health.tls.serverName',
  });

export const headerValue = z
  .string()
  .regex(/^[\x20-\x7e]{0,1000}$/, 'must be at most 1000 printable ASCII characters in one line');
