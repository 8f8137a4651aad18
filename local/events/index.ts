import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Acting } from '../iam/access/delivery.ts';
import { refusesService } from '../iam/policy/service-access.ts';
import type { Account, Deliveries, EventSink, Part } from '../parts.ts';
import { Buses, policyOf } from './buses.ts';
import { type Envelope, envelope } from './envelope.ts';
import { operationsOf } from './operations/index.ts';
import { eventResources } from './resources.ts';
import { type Interceptor, type Listener, Router } from './router.ts';

export type { Coming, Interceptor } from './router.ts';

/** EventBridge: buses, rules with patterns or schedules, targets reached at least once. */
export function createEvents(deps: {
  account: Account;
  clock: Clock;
  deliveries: Deliveries;
  /** Judges what targets are reached under roles; all are where it is not given. */
  acting?: Acting;
}): Part & {
  /** Puts AWS's own events on the default bus. */
  readonly events: EventSink;
  /** Calls back for each event that is put on a bus. Returns how to stop that. */
  onEvent(listener: Listener): () => void;
  /** For faults: stands between the bus and its rules. Returns how to take it away again. */
  intercept(interceptor: Interceptor): () => void;
} {
  const { account, clock, deliveries, acting } = deps;
  const closing = new AbortController();
  const buses = new Buses(account, clock.date());
  const router = new Router({ deliveries, clock, closing: closing.signal, acting });
  const context = { ...deps, buses, router };
  // A bus as a target of another bus's rule: the event comes as it is.
  deliveries.register('events', async (arn, payload, source) => {
    const bus = buses.get(arn);
    const access = { action: 'events:PutEvents', resource: bus.arn, account: account.id };
    const refusal = source && refusesService(policyOf(bus), source, access);
    if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal);
    // Only the router sends here, and it sends envelopes.
    router.publish(bus, JSON.parse(payload) as Envelope);
  });
  return {
    service: { client: 'eventbridge', operations: operationsOf(context) },
    resources: eventResources(context),
    events: { put: (event) => router.publish(buses.get(), envelope(context, event)) },
    policyOf(arn) {
      const bus = arn.startsWith('arn:aws:events:') ? buses.find(arn) : undefined;
      return bus && policyOf(bus);
    },
    onEvent: (listener) => router.onEvent(listener),
    intercept: (interceptor) => router.intercept(interceptor),
    async close() {
      closing.abort();
      for (const bus of buses.all.values()) for (const rule of bus.rules.values()) rule.schedule?.stop();
    },
  };
}
