import { AwsError } from '../../gateway/service.ts';

/** Why a port of this machine cannot be a listener's, in words that say what to do. */
export function portRefusal(port: number, error: NodeJS.ErrnoException): AwsError {
  const why =
    error.code === 'EADDRINUSE'
      ? 'another program listens there: end it, or give the listener another port'
      : error.code === 'EACCES'
        ? 'this user may not open it: give the listener a port from 1024 up'
        : error.message;
  return new AwsError(
    'InvalidConfigurationRequestException',
    `Port ${port} of 127.0.0.1 cannot be opened: ${why}`,
    { cause: error },
  );
}
