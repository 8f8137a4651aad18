import { DescribeEventsCommand, type EventDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { BeanstalkRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';

/** So many events of one update are looked at: the newest ones. */
const MOST_EVENTS = 200;

/** How the words begin that an update has begun. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.eventbridge.html */
const BEGINS = /^(?:Environment update is starting|updateEnvironment is starting)/i;

/**
 * Words with which an update is over, good or bad, where the environment is Ready again.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-resource-troubleshooting.html
 */
const IS_OVER =
  /update completed successfully|operation is complete, but with errors|failed to deploy (?:application|configuration)|reverted to the previous|abort(?:ed|ing)? .*complete|has been aborted|was aborted/i;

/** Words of an error in an event that is not marked as one. */
const IS_ERROR =
  /complete, but with errors|failed to deploy (?:application|configuration)|was reverted to the previous/i;

/** All that happened to an environment after a moment, oldest first. */
export async function eventsSince(
  { beanstalk, settings }: Environment,
  EnvironmentName: string,
  since: Date,
): Promise<EventDescription[]> {
  const { Events = [] } = await beanstalk.send(
    new DescribeEventsCommand({
      ApplicationName: settings.application,
      EnvironmentName,
      // It takes whole milliseconds, and what was before is not asked for.
      StartTime: new Date(since.getTime() + 1),
      MaxRecords: MOST_EVENTS,
    }),
  );
  return Events.toReversed();
}

/** When the newest event of the application was, by Elastic Beanstalk's own clock: it marks what was before. */
export async function newestEvent({ beanstalk, settings }: Environment): Promise<Date | undefined> {
  const { Events = [] } = await beanstalk.send(
    new DescribeEventsCommand({ ApplicationName: settings.application, MaxRecords: 1 }),
  );
  return Events[0]?.EventDate;
}

/** Those of one rollout. Where its request is not known: all of them. */
export function ownEvents(
  events: readonly EventDescription[],
  { request }: BeanstalkRollout,
): EventDescription[] {
  return events.filter(({ RequestId }) => request === undefined || RequestId === request);
}

export function begins({ Message = '' }: EventDescription): boolean {
  return BEGINS.test(Message);
}

export function isOver({ Message = '' }: EventDescription): boolean {
  return IS_OVER.test(Message);
}

export function isError({ Severity, Message = '' }: EventDescription): boolean {
  return Severity === 'ERROR' || Severity === 'FATAL' || IS_ERROR.test(Message);
}

/** Whether somebody told Elastic Beanstalk to abort. */
export function isAbort({ Message = '' }: EventDescription): boolean {
  return /abort/i.test(Message);
}

/** What errors say, each once, as a sentence without its full stop. */
export function wordsOf(events: readonly EventDescription[]): string {
  const words = events
    .map(({ Message = '' }) => Message.trim().replace(/\.$/, ''))
    .filter((one) => one !== '');
  return [...new Set(words)].join('; ');
}
