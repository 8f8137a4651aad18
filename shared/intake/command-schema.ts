import * as z from 'zod';
import type { Command } from '../deployment/commands.ts';
import type { Inquiry } from '../deployment/inquiries.ts';
import { PLAIN_NAME, PLAIN_NAME_RULE, SERVICE_NAME, SERVICE_NAME_RULE } from '../deployment/names.ts';

const name = z.string().regex(PLAIN_NAME, `must be ${PLAIN_NAME_RULE}`);

const service = z.string().regex(SERVICE_NAME, `must be ${SERVICE_NAME_RULE}`);

const deployment = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_:.-]{0,127}$/, 'must be the id of a deployment, as `history` shows it');

/** A tag of ECR, a commit of at least 7 hex digits (which has the form of a tag), or a digest. */
const image = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|sha256:[0-9a-f]{64})$/,
    'must be a tag, a commit (at least 7 hex digits) or a digest (sha256: and 64 hex digits)',
  );

/** Why, in a line of chat. */
const reason = z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters');

/** Most entries of one history. */
const MAX_HISTORY = 100;

const limit = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(MAX_HISTORY, `must be at most ${MAX_HISTORY}`);

const place = { pipeline: name, stage: name.exactOptional(), service: service.exactOptional() };

/** A file of a source bundle: its path stays within its folder. */
const bundleFile = z.strictObject({
  path: z
    .string()
    .regex(/^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\]{1,500}$/, 'must be a path within its folder'),
  content: z.string(),
  encoding: z.literal('base64').exactOptional(),
  executable: z.literal(true).exactOptional(),
});

/** The form of what is asked of plan-deployment; keys that it does not have are refused. */
export const inquirySchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal(['plan', 'check']), ...place, image: image.exactOptional() }),
]) satisfies z.ZodType<Inquiry>;

/** The form of each command; keys that it does not have are refused. */
export const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('status'),
    pipeline: name.exactOptional(),
    service: service.exactOptional(),
  }),
  z.strictObject({
    command: z.literal('history'),
    pipeline: name,
    stage: name.exactOptional(),
    limit: limit.exactOptional(),
  }),
  z.strictObject({ command: z.literal('show'), deployment }),
  z.strictObject({ command: z.literal('deploy'), ...place, image, force: z.boolean().exactOptional() }),
  z.strictObject({
    command: z.literal('rollback'),
    ...place,
    to: image.exactOptional(),
  }),
  z.strictObject({ command: z.literal('freeze'), ...place, reason: reason.exactOptional() }),
  z.strictObject({ command: z.literal('unfreeze'), ...place }),
  z.strictObject({ command: z.literal('resume'), ...place }),
  z.strictObject({
    command: z.literal('apply'),
    config: z.string(),
    templates: z.record(z.string(), z.string()).exactOptional(),
    bundles: z.record(z.string(), z.array(bundleFile).max(1000)).exactOptional(),
    dryRun: z.boolean().exactOptional(),
  }),
]) satisfies z.ZodType<Command>;
