import type { IncomingMessage } from 'node:http';
import type { Caller } from '../../gateway/service.ts';
import type { Tokens } from '../tokens.ts';
import { RegistryError } from './errors.ts';

/** By login, or by a URL that GetDownloadUrlForLayer gave. @throws RegistryError UNAUTHORIZED without a login, DENIED with a password that is wrong or too old */
export function authenticate(request: IncomingMessage, tokens: Tokens): Caller {
  const presigned = new URL(request.url ?? '/', 'http://registry').searchParams.get('X-Amz-Signature');
  const presignedBy = presigned === null ? undefined : tokens.callerOf(presigned);
  if (presignedBy) return presignedBy;
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || encoded === undefined)
    throw new RegistryError(401, 'UNAUTHORIZED', 'authentication required');
  const [user, ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  const caller = user === 'AWS' ? tokens.callerOf(password.join(':')) : undefined;
  if (!caller)
    throw new RegistryError(
      403,
      'DENIED',
      'Your authorization token has expired or is not valid. Reauthenticate and try again.',
    );
  return caller;
}
