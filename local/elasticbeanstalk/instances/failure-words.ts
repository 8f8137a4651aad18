import { ContainerStartError } from '../../containers/engine.ts';

/** What the platform's engine writes of a container that it could not bring up. */
export function invalidWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ContainerStartError)) return message;
  return error.code === 'CannotPullContainerError'
    ? `failed to pull docker image: ${message}`
    : `failed to run docker container: ${message}`;
}
