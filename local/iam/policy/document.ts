import { z } from 'zod';

/** A policy document as templates and the API give it: JSON that is read when it is needed. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: unknown;
}

/** Who a trust policy or a queue's policy speaks of, by kind; `*` is anyone. */
export type Principal = '*' | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated', readonly string[]>>>;

export interface Condition {
  /** With its prefix and suffix: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly sid?: string;
  /** Its place in its document, from 0. */
  readonly index: number;
  /** Whether `${…}` is a variable: in documents of the version 2012-10-17 only; in older ones it is plain text. */
  readonly hasVariables: boolean;
  readonly effect: 'Allow' | 'Deny';
  readonly principal?: Principal;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
}

const many = <T extends z.ZodType>(one: T) =>
  z.union([one, z.array(one)]).transform((given) => [given].flat());
const texts = many(z.string());
// Templates write numbers and booleans where IAM compares texts.
const values = many(z.union([z.string(), z.number(), z.boolean()]).transform(String));

const Statements = many(
  z.strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: z
      .union([
        z.literal('*'),
        z.strictObject({ AWS: texts.optional(), Service: texts.optional(), Federated: texts.optional() }),
      ])
      .optional(),
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
  }),
);

const Document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: Statements,
});

const read = new WeakMap<PolicyDocument, readonly Statement[]>();

/** The statements of a document. @throws Error naming what IAM would not understand */
export function statementsOf(document: PolicyDocument): readonly Statement[] {
  const known = read.get(document);
  if (known) return known;
  const parsed = Document.safeParse(document);
  if (!parsed.success) throw new Error(`malformed policy: ${z.prettifyError(parsed.error)}`);
  const hasVariables = parsed.data.Version === '2012-10-17';
  const statements = parsed.data.Statement.map((statement, index) => ({
    ...statementOf(statement),
    index,
    hasVariables,
  }));
  read.set(document, statements);
  return statements;
}

function statementOf(given: z.output<typeof Statements>[number]): Omit<Statement, 'index' | 'hasVariables'> {
  if ((given.Action === undefined) === (given.NotAction === undefined))
    throw new Error('malformed policy: a statement needs Action or NotAction, and not both');
  const conditions = Object.entries(given.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => ({ operator, key, values: wanted })),
  );
  return {
    effect: given.Effect,
    conditions,
    ...(given.Sid === undefined ? {} : { sid: given.Sid }),
    ...(given.Principal === undefined ? {} : { principal: principalOf(given.Principal) }),
    ...(given.Action === undefined ? {} : { actions: given.Action }),
    ...(given.NotAction === undefined ? {} : { notActions: given.NotAction }),
    ...(given.Resource === undefined ? {} : { resources: given.Resource }),
    ...(given.NotResource === undefined ? {} : { notResources: given.NotResource }),
  };
}

function principalOf(given: NonNullable<z.output<typeof Statements>[number]['Principal']>): Principal {
  if (given === '*') return given;
  return {
    ...(given.AWS ? { AWS: given.AWS } : {}),
    ...(given.Service ? { Service: given.Service } : {}),
    ...(given.Federated ? { Federated: given.Federated } : {}),
  };
}
