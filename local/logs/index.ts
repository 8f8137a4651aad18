import type { Clock } from '../clock.ts';
import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Account, LogSink, Part } from '../parts.ts';
import { operationsOf } from './operations.ts';
import { LogStore } from './store.ts';

/** CloudWatch Logs: what functions, builds and tasks print. */
export function createLogs({ account, clock }: { account: Account; clock: Clock }): Part & { logs: LogSink } {
  const store = new LogStore(account, clock);
  return {
    logs: store,
    service: { client: 'cloudwatch-logs', operations: operationsOf(store) },
    resources: logResources(store),
  };
}

function logResources(store: LogStore): ResourceProviders {
  const settle = (name: string, retention: unknown) => {
    const group = store.group(name);
    if (retention !== undefined) group.retentionInDays = Number(retention);
    return { id: name, attributes: { Arn: `${group.arn}:*` } };
  };
  return {
    'AWS::Logs::LogGroup': {
      replaceOn: ['LogGroupName'],
      create: ({ properties: { LogGroupName, RetentionInDays }, generatedName }) =>
        settle(
          store.createGroup(typeof LogGroupName === 'string' ? LogGroupName : generatedName).name,
          RetentionInDays,
        ),
      update: ({ resource, properties }) => settle(resource.id, properties.RetentionInDays),
      delete: ({ resource }) => {
        store.groups.delete(resource.id);
      },
    },
  };
}
