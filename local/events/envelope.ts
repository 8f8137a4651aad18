import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Account } from '../parts.ts';

/** An event as rules match it and targets get it. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface Envelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export function envelope(
  { account, clock }: { account: Account; clock: Clock },
  event: {
    readonly source: string;
    readonly detailType: string;
    readonly resources: readonly string[];
    readonly detail: Readonly<Record<string, unknown>>;
    readonly time?: Date | undefined;
  },
): Envelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: account.id,
    time: (event.time ?? clock.date()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: account.region,
    resources: event.resources,
    detail: event.detail,
  };
}
