import type { Inquiry, InquiryAnswer } from '../shared/deployment/inquiries.ts';
import { inquiryFromJson } from '../shared/intake/commands.ts';
import { EXIT, Failure } from './exit-codes.ts';
import { invoke } from './invoke.ts';
import type { Settings } from './settings.ts';

const KINDS: readonly InquiryAnswer['kind'][] = ['plan', 'rejected'];

/**
 * Asks `plan-deployment`, which only reads: to be allowed to plan takes no right to deploy.
 *
 * @param words the command as it was typed; keys that are undefined are left out
 * @throws Failure
 */
export async function inquire(
  settings: Settings,
  words: { command: Inquiry['command'] } & Record<string, unknown>,
): Promise<InquiryAnswer> {
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  const read = inquiryFromJson(given);
  if (!read.ok) throw new Failure(EXIT.failed, read.message);
  const answer = await invoke(settings, 'plan-deployment', read.command);
  if (isAnswer(answer)) return answer;
  throw new Failure(
    EXIT.unreachable,
    'The answer is not one that this version of the CLI knows: update one of both.',
  );
}

/** The functions are of this project and its types: the kind tells which of them it is. */
function isAnswer(value: unknown): value is InquiryAnswer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    KINDS.some((kind) => kind === value.kind)
  );
}
