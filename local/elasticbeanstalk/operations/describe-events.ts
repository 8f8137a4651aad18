import type {
  DescribeEventsMessage,
  EventDescription,
  EventDescriptionsMessage,
  EventSeverity,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { HistoryEvent } from '../environments/history.ts';
import { page } from '../paging.ts';

const SEVERITIES: readonly EventSeverity[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** The newest first; those of the severity that is asked for, and worse. */
export const describeEvents =
  ({ history }: Context): Operation<DescribeEventsMessage, EventDescriptionsMessage> =>
  (input) => {
    const least = SEVERITIES.indexOf(input.Severity ?? 'TRACE');
    const found = history.events.filter(
      (event) =>
        isAsked(event, input) &&
        SEVERITIES.indexOf(event.severity) >= least &&
        (input.StartTime === undefined || event.at >= input.StartTime) &&
        (input.EndTime === undefined || event.at < input.EndTime),
    );
    const { items, ...next } = page(found, input);
    return { Events: items.map(describe), ...next };
  };

function isAsked(event: HistoryEvent, input: DescribeEventsMessage): boolean {
  const pairs: [string | undefined, string | undefined][] = [
    [input.ApplicationName, event.application],
    [input.EnvironmentName, event.environment],
    [input.EnvironmentId, event.environmentId],
    [input.VersionLabel, event.version],
    [input.TemplateName, event.template],
    [input.RequestId, event.requestId],
    [input.PlatformArn, undefined],
  ];
  return pairs.every(([asked, found]) => asked === undefined || asked === found);
}

const describe = (event: HistoryEvent): EventDescription => ({
  EventDate: event.at,
  Message: event.message,
  ApplicationName: event.application,
  ...(event.version === undefined ? {} : { VersionLabel: event.version }),
  ...(event.template === undefined ? {} : { TemplateName: event.template }),
  ...(event.environment === undefined ? {} : { EnvironmentName: event.environment }),
  ...(event.requestId === undefined ? {} : { RequestId: event.requestId }),
  Severity: event.severity,
});
