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

/** What is wrong with one field, and what could stand there. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** A fault that cannot be. */
export class BadFault extends Error {
  readonly problems: readonly Problem[];

  /** @param kind as it was given */
  constructor(kind: string | undefined, ...problems: readonly Problem[]) {
    const told = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
    super(kind === undefined ? told : `${kind}: ${told}`);
    this.name = 'BadFault';
    this.problems = problems;
  }
}

/** @throws BadFault */
export function checkFault(value: unknown): CheckedFault {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const known = typeof kind === 'string' ? kindNamed(kind) : undefined;
  if (!known) {
    const problem = kind === undefined ? 'it is missing' : `${JSON.stringify(kind)} is no fault`;
    const names = KINDS.map(({ shape }) => shape.kind.value).join(', ');
    throw new BadFault(undefined, { field: 'kind', message: `${problem}; there are ${names}` });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const fields = Object.keys(known.shape).filter((name) => name !== 'kind');
  throw new BadFault(known.shape.kind.value, ...checked.error.issues.map((issue) => worded(issue, fields)));
}

/** The schema of a kind, for whoever needs to know its fields. */
export function kindNamed(name: string): (typeof KINDS)[number] | undefined {
  return KINDS.find(({ shape }) => shape.kind.value === name);
}

function worded(issue: z.core.$ZodIssue, fields: readonly string[]): Problem {
  if (issue.code !== 'unrecognized_keys') return { field: issue.path.join('.'), message: issue.message };
  const message = `there is no such field; there are ${fields.join(', ') || 'none'}`;
  return { field: issue.keys.join(', '), message };
}
