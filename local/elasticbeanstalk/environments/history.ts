import type { EventSeverity } from '@aws-sdk/client-elastic-beanstalk';
import type { Clock } from '../../clock.ts';

/** What happened, as DescribeEvents tells it. */
export interface HistoryEvent {
  readonly at: Date;
  readonly message: string;
  readonly severity: EventSeverity;
  readonly application: string;
  readonly version?: string | undefined;
  readonly template?: string | undefined;
  readonly environment?: string | undefined;
  readonly environmentId?: string | undefined;
  /** Of the call that led to it. What happens by itself, as a change of health, has none. */
  readonly requestId?: string | undefined;
}

/** Milliseconds: events are kept for six weeks (API reference, DescribeEvents: "up to the past six weeks"). */
const KEPT = 42 * 86_400_000;

/** So many at most, where there are more in that time: those of about 300 deployments. */
export const MOST_EVENTS = 5000;

/** The events of all applications and environments. */
export class History {
  readonly #clock: Clock;
  readonly #events: HistoryEvent[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell(event: Omit<HistoryEvent, 'at'>): HistoryEvent {
    const at = this.#clock.date();
    const told = { ...event, at };
    this.#events.push(told);
    this.#forget();
    return told;
  }

  /** The newest first. */
  get events(): readonly HistoryEvent[] {
    this.#forget();
    return this.#events.toReversed();
  }

  #forget(): void {
    const from = this.#clock.now() - KEPT;
    while (this.#events.length > MOST_EVENTS || (this.#events[0]?.at.getTime() ?? from) < from)
      this.#events.shift();
  }
}
