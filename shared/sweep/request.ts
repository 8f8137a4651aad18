import * as z from 'zod/mini';
import { Rejected } from '../deployment/errors.ts';
import { SWEEP_KINDS, type SweepKind } from './kinds.ts';
import { DEFAULT_KIND_POLICY, type SweepPolicy } from './policy.ts';

const count = z.number().check(z.int(), z.minimum(0));

const sweepRequest = z.strictObject({
  dryRun: z._default(z.boolean(), true),
  kinds: z._default(z.array(z.enum(SWEEP_KINDS)), [...SWEEP_KINDS]),
  keepNewest: z._default(count, DEFAULT_KIND_POLICY.keepNewest),
  minimumAgeSeconds: z._default(count, DEFAULT_KIND_POLICY.minimumAgeSeconds),
});

/** What the schedule or the CLI asks for; all of it may be left out. */
export interface SweepRequest {
  /** True unless said otherwise. */
  readonly dryRun?: boolean;
  readonly kinds?: readonly SweepKind[];
  readonly keepNewest?: number;
  readonly minimumAgeSeconds?: number;
}

/** @throws Rejected when it is not a `SweepRequest` */
export function readSweepRequest(value: unknown): { readonly dryRun: boolean; readonly policy: SweepPolicy } {
  const parsed = sweepRequest.safeParse(value ?? {});
  if (!parsed.success) {
    const { path, code } = parsed.error.issues[0] ?? { path: [], code: '' };
    throw new Rejected(
      `The request for a sweep is wrong at "${path.join('.')}" (${code}); kinds are ${SWEEP_KINDS}.`,
    );
  }
  const { dryRun, kinds, ...rule } = parsed.data;
  const wanted = SWEEP_KINDS.filter((kind) => kinds.includes(kind));
  return { dryRun, policy: Object.fromEntries(wanted.map((kind) => [kind, rule])) };
}
