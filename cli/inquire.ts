import type { Inquiry, InquiryAnswer } from '../shared/deployment/inquiries.ts';
import { inquiryFromJson } from '../shared/intake/commands.ts';
import { EXIT, Failure } from './exit-codes.ts';
import { invoke } from './invoke.ts';
import type { Settings } from './settings.ts';

/** An inquiry is answered with what it asked for, or why that cannot be told. */
type AnswerTo<Asked extends Inquiry['command']> = Extract<InquiryAnswer, { kind: Asked | 'rejected' }>;

/**
 * Asks `plan-deployment`, which only reads: to be allowed to plan takes no right to deploy.
 *
 * @param words the command as it was typed; keys that are undefined are left out
 * @throws Failure
 */
export async function inquire<Asked extends Inquiry['command']>(
  settings: Settings,
  words: { command: Asked } & Record<string, unknown>,
): Promise<AnswerTo<Asked>> {
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  const read = inquiryFromJson(given);
  if (!read.ok) throw new Failure(EXIT.failed, read.message);
  const answer = await invoke(settings, 'plan-deployment', read.command);
  if (answers(words.command, answer)) return answer;
  throw new Failure(
    EXIT.unreachable,
    'The answer is not one that this version of the CLI knows: update one of both.',
  );
}

/** The functions are of this project and its types: the kind tells which of them it is. */
function answers<Asked extends Inquiry['command']>(asked: Asked, value: unknown): value is AnswerTo<Asked> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === asked || value.kind === 'rejected')
  );
}
