import type * as z from 'zod/mini';

/**
 * One kind of event: where it comes from, what it is called, what its detail holds and what a rule must match.
 * The rules of serverless.yml are checked against these patterns, and so are the samples beside them.
 */
export interface EventKind<Detail> {
  readonly source: string;
  readonly detailType: string;
  readonly detail: z.ZodMiniType<Detail>;
  /** The EventBridge event pattern of the rule that listens for it. */
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** The envelope that EventBridge hands to a function. */
export interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** True when the envelope is of this kind and its detail is as the schema says; then the detail is typed. */
export function isEvent<Detail>(
  kind: EventKind<Detail>,
  envelope: Envelope,
): envelope is Envelope & { readonly detail: Detail } {
  return (
    envelope.source === kind.source &&
    envelope['detail-type'] === kind.detailType &&
    kind.detail.safeParse(envelope.detail).success
  );
}
