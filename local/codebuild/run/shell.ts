import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessGroups } from './process-group.ts';

/** Variables of a shell's own, which must not be carried over. */
const NOT_CARRIED = new Set(['_', 'SHLVL', 'OLDPWD', 'PWD']);

/**
 * Runs commands one after the other as CodeBuild does for version 0.2: folder and variables go from each to the next,
 * assigned ones too (`set -a`), and each has a shell of its own, so that `exit` ends the command and not the build.
 */
export class Shell {
  variables: Readonly<Record<string, string>>;
  folder: string;
  readonly #program: string;
  readonly #stateFile: string;
  readonly #groups: ProcessGroups;

  constructor(options: {
    program: string;
    variables: Readonly<Record<string, string>>;
    folder: string;
    /** A folder outside of the source. */
    scratch: string;
    groups: ProcessGroups;
  }) {
    this.#program = options.program;
    this.variables = options.variables;
    this.folder = options.folder;
    this.#stateFile = join(options.scratch, 'shell-state');
    this.#groups = options.groups;
  }

  /** Resolves with the exit code. */
  async run(command: string, signal: AbortSignal, onOutput: (chunk: string) => void): Promise<number> {
    const script = [
      'set -a',
      // Also when the command says "exit". The program is named in full: the command may change PATH.
      `trap '{ pwd; /usr/bin/env -0; } > "${this.#stateFile}"' EXIT`,
      command,
    ].join('\n');
    const code = await this.#groups.run(this.#program, ['-c', script], {
      env: this.variables,
      cwd: this.folder,
      signal,
      onOutput,
    });
    await this.#carryOver();
    return code;
  }

  async #carryOver(): Promise<void> {
    // A command that ended without its trap ("exec", a signal) leaves everything as it was.
    const state = await readFile(this.#stateFile, 'utf8').catch(() => undefined);
    if (state === undefined) return;
    await rm(this.#stateFile, { force: true });
    const end = state.indexOf('\n');
    this.folder = state.slice(0, end);
    this.variables = Object.fromEntries(
      state
        .slice(end + 1)
        .split('\0')
        .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const)
        .filter(([name]) => name !== '' && !NOT_CARRIED.has(name)),
    );
  }
}
