import type { LoginSource } from '../../images/login.ts';
import { locationOf, parseReference } from '../../images/reference.ts';
import type { ImageTool } from '../image-tool.ts';
import type { Logins } from '../logins.ts';

/** What a command works with. */
export interface Shell {
  readonly tool: ImageTool;
  readonly logins: Logins;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly readInput: () => Promise<string>;
}

/** Does one of docker's commands. What it throws is shown, and the exit code is 1. */
export type Command = (words: readonly string[], shell: Shell) => Promise<void>;

/** The login for the registry that a reference names. */
export function loginFor({ logins }: Shell, reference: string): LoginSource {
  const { host = 'docker.io' } = locationOf(parseReference(reference));
  return async () => logins.get(host);
}
