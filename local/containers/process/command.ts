import { existsSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { wordsOf } from '../build/words.ts';
import { withinRoot } from './root.ts';

/** What a shell does more with than pass it on. */
const SHELL_SYNTAX = /[|&;<>()`$*?[\]#~{}\n\\]/;
const SHELLS = ['sh', '/bin/sh', 'bash', '/bin/bash'];

/**
 * What a container's command is as a plain process: the arguments for Node. Absolute paths that are in the image are
 * mapped to where it has been unpacked.
 *
 * @throws Error for anything but a Node program
 */
export function nodeArguments(command: readonly string[], root: string): string[] {
  const [program, ...rest] = unwrapShell(command);
  if (program === undefined) throw new Error('no command specified');
  const isNode = posix.basename(program) === 'node';
  if (!isNode && !isNodeScript(program, root))
    throw new Error(
      `${JSON.stringify(command)} runs ${program}, which needs a Docker engine: without one only Node programs can be run, for example CMD ["node", "server.mjs"]`,
    );
  return (isNode ? rest : [program, ...rest]).map((argument) => mapped(argument, root));
}

/**
 * A health check of the usual form `… || exit 1`: the command before it, and the exit code that stands for its
 * failure. Any other command is what it is.
 */
export function checkCommand(command: readonly string[]): { command: readonly string[]; failure?: number } {
  const [shell = '', option = '', text = ''] = command;
  const { before, code } = /^(?<before>.*?)\s*\|\|\s*exit\s+(?<code>\d+)\s*;?\s*$/s.exec(text)?.groups ?? {};
  if (!SHELLS.includes(shell) || before === undefined) return { command };
  return { command: [shell, option, before], failure: Number(code) };
}

/** `sh -c "node server.mjs"`, as the shell form of CMD gives it, is the command in it where that is a simple one. */
function unwrapShell(command: readonly string[]): readonly string[] {
  const [shell = '', option, text, ...others] = command;
  if (!SHELLS.includes(shell) || option !== '-c' || text === undefined || others.length > 0) return command;
  const unquoted = text.replace(/'[^']*'|"[^"$`\\]*"/g, '');
  if (SHELL_SYNTAX.test(unquoted) || /^\s*\w+=/.test(text))
    throw new Error(
      `the command ${JSON.stringify(text)} needs a shell, and so a Docker engine: without one use the form CMD ["node", "server.mjs"]`,
    );
  const words = wordsOf(text, () => undefined);
  return words[0] === 'exec' ? words.slice(1) : words;
}

function isNodeScript(program: string, root: string): boolean {
  const file = withinRoot(root, program);
  if (!program.startsWith('/') || !existsSync(file) || !statSync(file).isFile()) return false;
  const [first = ''] = readFileSync(file, 'utf8').split('\n', 1);
  return /^#!.*\bnode\b/.test(first);
}

function mapped(argument: string, root: string): string {
  const { before = '', path } = /^(?<before>--?[\w-]+=)?(?<path>\/.*)$/s.exec(argument)?.groups ?? {};
  if (path === undefined) return argument;
  const inside = withinRoot(root, path);
  return existsSync(inside) ? before + inside : argument;
}
