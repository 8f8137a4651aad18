import { randomUUID } from 'node:crypto';
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../clock.ts';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';
import type { Alarm, AlarmSettings, AlarmState } from './alarm.ts';

/** Tags that an alarm can have (API reference, PutMetricAlarm). */
const MOST_TAGS = 50;

/** The account's alarms, and who is told when one of them changes its state. */
export class AlarmBook {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Alarm>();
  readonly #listeners = new Set<(alarm: Alarm, before: AlarmState) => void>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** By name. */
  get all(): Alarm[] {
    return [...this.#byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): Alarm | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError ResourceNotFound */
  get(name: string): Alarm {
    const alarm = this.#byName.get(name);
    if (alarm) return alarm;
    throw new AwsError('ResourceNotFound', `Alarm ${name} does not exist`, { status: 404 });
  }

  /** @throws AwsError ResourceNotFoundException */
  byArn(arn: string): Alarm {
    const alarm = this.all.find((one) => one.arn === arn);
    if (alarm) return alarm;
    throw new AwsError('ResourceNotFoundException', `${arn} does not exist`, { status: 404 });
  }

  /** A new alarm knows nothing yet; one that is set up anew keeps its state, and its tags. */
  put(settings: AlarmSettings, tags: ReadonlyMap<string, string>): Alarm {
    const name = settings.AlarmName ?? '';
    const now = this.#clock.date();
    const known = this.#byName.get(name);
    if (known) {
      known.settings = settings;
      known.updated = now;
      return known;
    }
    const { region, id } = this.#account;
    const alarm: Alarm = {
      name,
      arn: `arn:aws:cloudwatch:${region}:${id}:alarm:${name}`,
      metricId: randomUUID(),
      settings,
      updated: now,
      changed: now,
      state: {
        value: 'INSUFFICIENT_DATA',
        reason: 'Unchecked: Initial alarm creation',
        reasonData: undefined,
        since: now,
      },
      tags: new Map(),
    };
    this.tag(alarm, tags);
    this.#byName.set(name, alarm);
    return alarm;
  }

  change(alarm: Alarm, next: { value: StateValue; reason: string; reasonData: string | undefined }): void {
    const before = alarm.state;
    alarm.state = { ...next, since: this.#clock.date() };
    if (before.value === next.value) return;
    alarm.changed = alarm.state.since;
    for (const listener of this.#listeners) listener(alarm, before);
  }

  /** @throws AwsError InvalidParameterValueException for more tags than there may be */
  tag(alarm: Alarm, tags: ReadonlyMap<string, string>): void {
    const merged = new Map([...alarm.tags, ...tags]);
    if (merged.size > MOST_TAGS)
      throw new AwsError('InvalidParameterValueException', `An alarm can have at most ${MOST_TAGS} tags`);
    alarm.tags = merged;
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }

  /** Calls back when the value of an alarm's state has become another. Returns how to stop that. */
  watch(listener: (alarm: Alarm, before: AlarmState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
