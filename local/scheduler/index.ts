import type { Clock } from '../clock.ts';
import type { Acting } from '../iam/access/delivery.ts';
import type { Account, Deliveries, Part } from '../parts.ts';
import { operationsOf } from './operations/index.ts';
import { schedulerResources } from './resources.ts';
import { Schedules } from './schedules.ts';

/** EventBridge Scheduler: schedules of the default group, in UTC. */
export function createScheduler(deps: {
  account: Account;
  clock: Clock;
  deliveries: Deliveries;
  /** Judges the schedules' roles; all is permitted where it is not given. */
  acting?: Acting;
}): Part {
  const schedules = new Schedules();
  const context = { ...deps, schedules };
  return {
    service: { client: 'scheduler', operations: operationsOf(context) },
    resources: schedulerResources(context),
    async close() {
      for (const schedule of schedules.all.values()) schedule.stop();
    },
  };
}
