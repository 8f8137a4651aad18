import type { Clock } from '../clock.ts';
import type { Account, Alarms, EventSink, Part } from '../parts.ts';
import { windowOf } from './alarm.ts';
import { AlarmBook } from './alarm-book.ts';
import { announceChange } from './announce.ts';
import { operationsOf } from './operations/index.ts';
import { alarmResources } from './resources.ts';

/** CloudWatch's alarms. There are no metrics: an alarm is in the state that SetAlarmState last put it into. */
export function createCloudwatch({
  account,
  clock,
  events,
}: {
  account: Account;
  clock: Clock;
  events: EventSink;
}): Part & { readonly alarms: Alarms } {
  const book = new AlarmBook(account, clock);
  book.watch((alarm, before) => announceChange(events, alarm, before));
  const context = { book };
  return {
    service: { client: 'cloudwatch', operations: operationsOf(context) },
    resources: alarmResources(context),
    alarms: {
      find(name) {
        const alarm = book.find(name);
        return alarm && { value: alarm.state.value, window: windowOf(alarm.settings) };
      },
      watch: (listener) => book.watch(({ name }) => listener(name)),
    },
  };
}
