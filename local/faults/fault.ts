import * as z from 'zod';
import { callKinds } from './kinds/calls.ts';
import { eventKinds } from './kinds/events.ts';
import { functionKinds } from './kinds/functions.ts';
import { taskKinds } from './kinds/tasks.ts';

export const KINDS = [...callKinds, ...eventKinds, ...functionKinds, ...taskKinds] as const;

const schema = z.discriminatedUnion('kind', KINDS);

/** A fault as it is asked for. What it may hold: `kinds/`. */
export type Fault = z.input<typeof schema>;
/** With what was not given filled in. */
export type CheckedFault = z.output<typeof schema>;
export type FaultKind = CheckedFault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<CheckedFault, { kind: Kind }>;

/** A fault that cannot be: the message says which field, and what could stand there. */
export class BadFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadFault';
  }
}

/** @throws BadFault */
export function checkFault(value: unknown): CheckedFault {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const known = typeof kind === 'string' ? kindNamed(kind) : undefined;
  if (!known) {
    const problem = kind === undefined ? 'is missing' : `${JSON.stringify(kind)} is no fault`;
    throw new BadFault(
      `kind ${problem}: it is one of ${KINDS.map(({ shape }) => shape.kind.value).join(', ')}`,
    );
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const fields = Object.keys(known.shape).filter((name) => name !== 'kind');
  throw new BadFault(`${kind}: ${checked.error.issues.map((issue) => worded(issue, fields)).join('; ')}`);
}

/** The schema of a kind, for whoever needs to know its fields. */
export function kindNamed(name: string): (typeof KINDS)[number] | undefined {
  return KINDS.find(({ shape }) => shape.kind.value === name);
}

function worded(issue: z.core.$ZodIssue, fields: readonly string[]): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(', ')}: there is no such field; there are ${fields.join(', ') || 'none'}`;
  return `${issue.path.join('.')}: ${issue.message}`;
}
