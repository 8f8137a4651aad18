import { commandFromJson, REMOTE_COMMANDS, type ReadCommand } from './commands.ts';

/** How each command is written in words. */
const COMMAND_HELP = [
  'status [PIPELINE]',
  'history PIPELINE [STAGE]',
  'show DEPLOYMENT',
  'deploy PIPELINE [STAGE[/SERVICE]] IMAGE [force]',
  'rollback PIPELINE [STAGE[/SERVICE]] [to IMAGE]',
  'freeze PIPELINE [STAGE[/SERVICE]] [because REASON]',
  'unfreeze PIPELINE [STAGE[/SERVICE]]',
  'resume PIPELINE [STAGE[/SERVICE]]',
].join('\n');

const IMAGE_HELP = 'IMAGE is a tag, a commit (at least 7 digits) or a digest (sha256:…).';

/** A command from what a person typed, e.g. `rollback web prod to abc1234`. The message of a wrong one says what is right. */
export function commandFromWords(text: string): ReadCommand {
  const [first = '', ...words] = text.trim().split(/\s+/);
  const command = first.toLowerCase();
  if (command === '' || command === 'help') return { ok: false, message: `${COMMAND_HELP}\n${IMAGE_HELP}` };
  const read = FORMS.get(command);
  if (!read) return { ok: false, message: `I know no command "${first}". What I know:\n${COMMAND_HELP}` };
  const fields = read(words);
  const form = COMMAND_HELP.split('\n').find((line) => line.startsWith(command));
  if (!fields) return { ok: false, message: `It is: ${form}` };
  const result = commandFromJson({ command, ...withService(fields) }, REMOTE_COMMANDS);
  return result.ok ? result : { ok: false, message: `${result.message} It is: ${form}` };
}

type Fields = Readonly<Record<string, string | boolean>> | undefined;

const FORMS = new Map<string, (words: readonly string[]) => Fields>([
  ['status', (words) => named(['pipeline'], words, 0)],
  ['history', (words) => named(['pipeline', 'stage'], words, 1)],
  ['show', (words) => named(['deployment'], words, 1)],
  ['deploy', readDeploy],
  ['rollback', readRollback],
  ['freeze', readFreeze],
  ['unfreeze', (words) => named(['pipeline', 'stage'], words, 1)],
  ['resume', (words) => named(['pipeline', 'stage'], words, 1)],
]);

function readDeploy(words: readonly string[]): Fields {
  if (words.length > 2 && words.at(-1)?.toLowerCase() === 'force') {
    const fields = readDeploy(words.slice(0, -1));
    return fields && { ...fields, force: true };
  }
  return named(words.length === 2 ? ['pipeline', 'image'] : ['pipeline', 'stage', 'image'], words, 2);
}

function readFreeze(words: readonly string[]): Fields {
  const at = words.findIndex((word) => word.toLowerCase() === 'because');
  if (at < 0) return named(['pipeline', 'stage'], words, 1);
  const where = named(['pipeline', 'stage'], words.slice(0, at), 1);
  return where && { ...where, reason: words.slice(at + 1).join(' ') };
}

function readRollback(words: readonly string[]): Fields {
  const at = words.findIndex((word) => word.toLowerCase() === 'to');
  if (at < 0) return named(['pipeline', 'stage'], words, 1);
  const where = named(['pipeline', 'stage'], words.slice(0, at), 1);
  const to = named(['to'], words.slice(at + 1), 1);
  return where && to && { ...where, ...to };
}

/** `prod/worker` is the service worker of the stage prod. */
function withService({ stage, ...fields }: NonNullable<Fields>): NonNullable<Fields> {
  if (typeof stage !== 'string') return fields;
  const slash = stage.indexOf('/');
  if (slash < 0) return { ...fields, stage };
  return { ...fields, stage: stage.slice(0, slash), service: stage.slice(slash + 1) };
}

/** The words under their names; undefined when there are too few or too many. */
function named(names: readonly string[], words: readonly string[], least: number): Fields {
  if (words.length < least || words.length > names.length) return undefined;
  return Object.fromEntries(words.map((word, index) => [names[index] ?? '', word]));
}
