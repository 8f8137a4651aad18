import type * as z from 'zod';
import type { Command } from '../deployment/commands.ts';
import type { Inquiry } from '../deployment/inquiries.ts';
import { commandSchema, inquirySchema } from './command-schema.ts';

export type CommandName = Command['command'];
export type ReadCommand<Kind = Command> =
  | { readonly ok: true; readonly command: Kind }
  | { readonly ok: false; readonly message: string };

/** What may be asked for over the internet: to change the configuration takes rights in the AWS account. */
export const REMOTE_COMMANDS = [
  'status',
  'history',
  'show',
  'deploy',
  'rollback',
  'freeze',
  'unfreeze',
  'resume',
] as const satisfies CommandName[];
const INQUIRIES: readonly Inquiry['command'][] = ['plan', 'check'];
const ALL_COMMANDS: readonly CommandName[] = [...REMOTE_COMMANDS, 'apply'];

/**
 * A command from JSON that was parsed already: the form of `Command` in shared/deployment/commands.ts.
 *
 * @param accepted the commands that may come this way
 */
export function commandFromJson(
  value: unknown,
  accepted: readonly CommandName[] = ALL_COMMANDS,
): ReadCommand {
  const parsed = commandSchema.safeParse(value, { error: (issue) => explain(issue, accepted) });
  if (!parsed.success) return { ok: false, message: parsed.error.issues.map(sentence).join(' ') };
  if (accepted.includes(parsed.data.command)) return { ok: true, command: parsed.data };
  return { ok: false, message: `"command" must be one of ${accepted.join(', ')}.` };
}

/** What is asked of plan-deployment, from JSON that was parsed already: the form of `Inquiry`. */
export function inquiryFromJson(value: unknown): ReadCommand<Inquiry> {
  const parsed = inquirySchema.safeParse(value, { error: (issue) => explain(issue, INQUIRIES) });
  if (parsed.success) return { ok: true, command: parsed.data };
  return { ok: false, message: parsed.error.issues.map(sentence).join(' ') };
}

function explain(issue: z.core.$ZodRawIssue, accepted: readonly string[]): string | undefined {
  if (issue.code === 'invalid_union') return `must be one of ${accepted.join(', ')}`;
  if (issue.code === 'unrecognized_keys') return `has the unknown key ${issue.keys.join(', ')}`;
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
}

function sentence(issue: z.core.$ZodIssue): string {
  return `${issue.path.length === 0 ? 'The command' : `"${issue.path.join('.')}"`} ${issue.message}.`;
}
