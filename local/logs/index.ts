import type { Clock } from '../clock.ts';
import type { Account, LogStore, Part } from '../parts.ts';
import { LogGroups } from './groups.ts';
import { operationsOf } from './operations/index.ts';
import { logsResources } from './resources.ts';
import { sinkOf } from './sink.ts';

/** CloudWatch Logs, in memory: the newest events of each stream. */
export function createLogs({
  account,
  clock,
}: {
  account: Account;
  clock: Clock;
}): Part & { logs: LogStore } {
  const context = { account, clock, groups: new LogGroups(account, clock) };
  return {
    service: { client: 'cloudwatch-logs', operations: operationsOf(context) },
    resources: logsResources(context),
    logs: sinkOf(context.groups, clock),
  };
}
