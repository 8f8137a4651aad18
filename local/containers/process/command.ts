import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Lookup, wordsOf } from '../build/words.ts';

/** What the shell would do with it cannot be done without one. */
const SHELL_SYNTAX = /[|&;<>()`$*?[\]#~{}\n]/;
const SHELLS = ['sh', '/bin/sh', 'bash', '/bin/bash'];
const none: Lookup = () => undefined;

/**
 * What a container's command is as a plain process: the arguments for Node. Absolute paths that are in the image are
 * mapped to where it has been unpacked.
 *
 * @throws Error for anything but a Node program
 */
export function nodeArguments(command: readonly string[], root: string): string[] {
  const words = unwrapShell(command);
  const [program, ...rest] = words;
  if (program === undefined) throw new Error('no command specified');
  const script = posix.basename(program) === 'node' ? undefined : nodeScript(program, root);
  const args = script === undefined ? rest : [script, ...rest];
  if (posix.basename(program) !== 'node' && script === undefined)
    throw new Error(
      `${JSON.stringify(command)} runs ${program}, which needs a Docker engine: without one only Node programs can be run, for example CMD ["node", "server.mjs"]`,
    );
  return args.map((argument) => mapped(argument, root));
}

/** `sh -c "node server.mjs"`, as the shell form of CMD gives it, is the command in it where that is a simple one. */
function unwrapShell(command: readonly string[]): readonly string[] {
  const [shell = '', option, text, ...others] = command;
  if (!SHELLS.includes(shell) || option !== '-c' || text === undefined || others.length > 0) return command;
  // In quotes these characters mean themselves, but then the command is not a simple one to read either.
  if (SHELL_SYNTAX.test(withoutQuoted(text)) || /^\s*\w+=/.test(text))
    throw new Error(
      `the command ${JSON.stringify(text)} needs a shell, and so a Docker engine: without one use the form CMD ["node", "server.mjs"]`,
    );
  const words = wordsOf(protect(text), none);
  return words[0] === 'exec' ? words.slice(1) : words;
}

const withoutQuoted = (text: string) => text.replace(/'[^']*'/g, '').replace(/"[^"$`\\]*"/g, '');

/** Variables are the shell's, not a Dockerfile's: in single quotes they stay as they are anyway. */
const protect = (text: string) => text;

function nodeScript(program: string, root: string): string | undefined {
  const file = join(root, posix.normalize(`/${program}`));
  if (!program.startsWith('/') || !existsSync(file) || !statSync(file).isFile()) return undefined;
  const [first = ''] = readFileSync(file, 'utf8').split('\n', 1);
  return /^#!.*\bnode\b/.test(first) ? program : undefined;
}

function mapped(argument: string, root: string): string {
  const { before = '', path } = /^(?<before>--?[\w-]+=)?(?<path>\/.*)$/s.exec(argument)?.groups ?? {};
  if (path === undefined) return argument;
  const inside = join(root, posix.normalize(path));
  return existsSync(inside) ? before + inside : argument;
}
