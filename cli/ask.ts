import type { Answer, Command } from '../shared/deployment/commands.ts';
import { commandFromJson } from '../shared/intake/commands.ts';
import { formatAnswer } from '../shared/reporting/answer.ts';
import { EXIT, Failure } from './exit-codes.ts';
import { invoke } from './invoke.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

const KINDS: readonly Answer['kind'][] = [
  'status',
  'history',
  'show',
  'requested',
  'gate',
  'applied',
  'rejected',
];

/**
 * Sends a command to `receive-command` and returns the answer.
 *
 * @param words the command as it was typed; keys that are undefined are left out
 * @throws Failure
 */
export async function ask(
  settings: Settings,
  words: { command: Command['command'] } & Record<string, unknown>,
): Promise<Answer> {
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  const read = commandFromJson(given);
  if (!read.ok) throw new Failure(EXIT.usage, read.message);
  const answer = await invoke(settings, 'receive-command', read.command);
  if (isAnswer(answer)) return answer;
  throw new Failure(
    EXIT.unreachable,
    'The answer is not one that this version of the CLI knows: update one of both.',
  );
}

/** Asks, prints the answer and says by the exit code whether it was rejected. */
export async function askAndPrint(
  terminal: Terminal,
  settings: Settings,
  words: Parameters<typeof ask>[1],
): Promise<void> {
  const answer = await ask(settings, words);
  terminal.result(settings, answer, () => formatAnswer(answer, terminal.now()));
  if (answer.kind === 'rejected') terminal.exitCode = EXIT.failed;
}

/** The functions are of this project and its types: the kind tells which of them it is. */
function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    KINDS.some((kind) => kind === value.kind)
  );
}
