import { parse } from 'yaml';
import { z } from 'zod';

const commands = z
  .array(
    z.string({
      error: 'each command must be text: write "key: value" in quotes',
    }),
  )
  .nullish()
  .transform((list) => list ?? []);

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const variables = z.record(z.string(), scalar).default({});

const Phase = z.strictObject({
  commands,
  finally: commands,
  'on-failure': z
    .enum(['ABORT', 'CONTINUE'], {
      error: 'on-failure must be ABORT or CONTINUE: the local cloud has no retries of a phase',
    })
    .optional(),
  'runtime-versions': z.record(z.string(), scalar).optional(),
  'run-as': z.never('the local cloud runs all commands as one user, it has no run-as').optional(),
});

const Shape = z.strictObject({
  version: z
    .union([z.number(), z.string()])
    .refine((version) => Number(version) === 0.2, 'the version must be 0.2'),
  env: z
    .strictObject({
      shell: z
        .enum(['bash', '/bin/sh', 'sh'], { error: 'the shell must be bash or /bin/sh' })
        .default('/bin/sh'),
      variables,
      'parameter-store': variables,
      'exported-variables': z.array(z.string()).default([]),
      'secrets-manager': z.never('the local cloud has no Secrets Manager').optional(),
      'git-credential-helper': z.never('the local cloud has no git credential helper').optional(),
    })
    .prefault({}),
  phases: z.strictObject({
    install: Phase.optional(),
    pre_build: Phase.optional(),
    build: Phase.optional(),
    post_build: Phase.optional(),
  }),
  // CodeBuild ignores both in a project without artifacts and cache, which is the only kind there is here.
  artifacts: z.unknown().optional(),
  cache: z.unknown().optional(),
  reports: z.never('the local cloud has no report groups').optional(),
  batch: z.never('the local cloud has no batch builds').optional(),
  proxy: z.never('the local cloud has no proxy').optional(),
  'run-as': z.never('the local cloud runs all commands as one user, it has no run-as').optional(),
});

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
export type Buildspec = z.output<typeof Shape>;
export type BuildspecPhase = z.output<typeof Phase>;

/** @throws Error in one line that says where it is wrong */
export function parseBuildspec(text: string): Buildspec {
  const result = Shape.safeParse(parse(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.') || 'buildspec'}: ${issue?.message}`);
}

/** A project's or a call's buildspec is either the text itself or the path of a file in the source. */
export const isInline = (buildspec: string): boolean =>
  buildspec.includes('\n') || /^\s*version\s*:/.test(buildspec);
