import type { Clock } from '../clock.ts';
import type { Acting } from '../iam/access/delivery.ts';
import type { Deliveries } from '../parts.ts';
import type { Bus, Rule } from './buses.ts';
import { deliverAtLeastOnce } from './delivery/at-least-once.ts';
import { inputFor } from './delivery/input.ts';
import type { Envelope } from './envelope.ts';

/** Hears of each event as it was put, also of one that is lost on its way. */
export type Listener = (event: Envelope, busName: string) => void;

/**
 * Stands between what puts an event and the rules, to be able to lose, repeat, delay and reorder events.
 * Returns what really comes, each after so many seconds of AWS's time; `[]` loses it.
 */
export type Interceptor = (event: Envelope, busName: string) => readonly Coming[];

/** An event, and how many seconds later it comes. */
export interface Coming {
  readonly event: Envelope;
  readonly seconds: number;
}

const EVENTS = 'events.amazonaws.com';

interface Means {
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly acting?: Acting | undefined;
}

/** From a bus by its rules to their targets, never while the one who put the event waits. */
export class Router {
  readonly #interceptors = new Set<Interceptor>();
  readonly #listeners = new Set<Listener>();
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
  }

  /** @returns how to stop that */
  onEvent(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns how to take it away again */
  intercept(interceptor: Interceptor): () => void {
    this.#interceptors.add(interceptor);
    return () => this.#interceptors.delete(interceptor);
  }

  publish(bus: Bus, event: Envelope): void {
    for (const listener of this.#listeners) listener(event, bus.name);
    let coming: readonly Coming[] = [{ event, seconds: 0 }];
    for (const interceptor of this.#interceptors)
      coming = coming.flatMap((item) =>
        interceptor(item.event, bus.name).map((next) => ({ ...next, seconds: item.seconds + next.seconds })),
      );
    for (const item of coming) {
      if (item.seconds <= 0) setImmediate(() => this.#match(bus, item.event));
      else this.#means.clock.after(item.seconds, () => this.#match(bus, item.event));
    }
  }

  /** To all targets of a rule, whatever its pattern says. */
  send(rule: Rule, event: Envelope): void {
    for (const target of rule.targets.values())
      void deliverAtLeastOnce(this.#means, target.Arn ?? '', inputFor(target, event, rule), {
        source: { principal: EVENTS, sourceArn: rule.arn },
        ...(target.RoleArn === undefined
          ? {}
          : { under: { roleArn: target.RoleArn, by: { service: EVENTS, sourceArn: rule.arn } } }),
        ...(target.DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: target.DeadLetterConfig.Arn }),
        ...(target.RetryPolicy?.MaximumRetryAttempts === undefined
          ? {}
          : { maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts }),
        ...(target.RetryPolicy?.MaximumEventAgeInSeconds === undefined
          ? {}
          : { maximumEventAgeInSeconds: target.RetryPolicy.MaximumEventAgeInSeconds }),
      });
  }

  #match(bus: Bus, event: Envelope): void {
    if (this.#means.closing.aborted) return;
    for (const rule of bus.rules.values())
      if (rule.state === 'ENABLED' && rule.pattern?.fits({ ...event })) this.send(rule, event);
  }
}
