import {
  type DescribeEventsMessage,
  type EventDescription,
  paginateDescribeEvents,
} from '@aws-sdk/client-elastic-beanstalk';
import type { Described } from './describe.ts';
import type { BeanstalkRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';

/** Events on a page: as many as there can be. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEvents.html */
const PAGE = 1000;

/** So many events are read at most, the newest ones: a deployment tells some of each instance. */
const MOST_EVENTS = 10_000;

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

/** Words of an update that has brought a version, and not option settings. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/eb3-deploy.html */
const HAS_DEPLOYED = /new application version was deployed/i;

/**
 * All that happened to an environment after a moment, oldest first.
 * @param isEnough whether the newest ones, which were read so far, tell all that is asked for
 */
export async function eventsSince(
  environment: Environment,
  name: string,
  since: Date,
  isEnough: (newest: readonly EventDescription[]) => boolean = () => false,
): Promise<EventDescription[]> {
  let found: EventDescription[] = [];
  // It takes whole milliseconds, and what was before is not asked for.
  const asked = { StartTime: new Date(since.getTime() + 1), MaxRecords: PAGE };
  for await (const page of pagesOf(environment, name, asked)) {
    found = [...page.toReversed(), ...found];
    if (found.length >= MOST_EVENTS || isEnough(found)) break;
  }
  return found;
}

/**
 * When the newest event of the environments was, by Elastic Beanstalk's own clock: it marks what was before. Events are
 * forgotten after six weeks: where there is none, it is when the environment was last updated.
 */
export async function newestEvent(
  environment: Environment,
  { live, idle }: Described,
): Promise<Date | undefined> {
  const dates = await Promise.all(
    [live, ...(idle ? [idle] : [])].map(
      async ({ EnvironmentName = '', DateUpdated }) =>
        (await newestOf(environment, EnvironmentName)) ?? DateUpdated,
    ),
  );
  const known = dates.filter((date) => date !== undefined).map(Number);
  return known.length > 0 ? new Date(Math.max(...known)) : undefined;
}

/** Asked for by the environment's name: of a whole application only those are told that the caller has rights to see. */
async function newestOf(environment: Environment, name: string): Promise<Date | undefined> {
  for await (const [newest] of pagesOf(environment, name, { MaxRecords: 1 }))
    if (newest) return newest.EventDate;
  return undefined;
}

/** The errors that were told of a version, the newest first. */
export async function errorsOfVersion(
  { beanstalk, settings }: Environment,
  VersionLabel: string,
  since: Date | undefined,
): Promise<EventDescription[]> {
  const found: EventDescription[] = [];
  const asked = { ApplicationName: settings.application, VersionLabel, Severity: 'ERROR' } as const;
  const pages = paginateDescribeEvents(
    { client: beanstalk },
    { ...asked, ...(since ? { StartTime: since } : {}) },
  );
  for await (const { Events = [] } of pages) found.push(...Events);
  return found;
}

/** The newest first. */
async function* pagesOf(
  { beanstalk, settings }: Environment,
  EnvironmentName: string,
  asked: Pick<DescribeEventsMessage, 'StartTime' | 'MaxRecords'>,
): AsyncGenerator<EventDescription[]> {
  const { application: ApplicationName } = settings;
  const pages = paginateDescribeEvents({ client: beanstalk }, { ApplicationName, EnvironmentName, ...asked });
  for await (const { Events = [] } of pages) yield Events;
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

/** One update of an environment, as far as its events tell. */
interface Update {
  readonly request?: string;
  readonly hasDeployed: boolean;
  readonly hasFailed: boolean;
}

/** The updates that have begun among these events, in their order. */
export function updatesIn(events: readonly EventDescription[]): Update[] {
  return events.flatMap((began, index) => {
    if (!begins(began)) return [];
    const { RequestId: request } = began;
    const next = events.findIndex((event, at) => at > index && begins(event));
    const own = events
      .slice(index, next < 0 ? undefined : next)
      .filter(({ RequestId }) => request === undefined || RequestId === request);
    return {
      ...(request === undefined ? {} : { request }),
      hasDeployed: own.some(({ Message = '' }) => HAS_DEPLOYED.test(Message)),
      hasFailed: own.some((event) => isError(event) || isAbort(event)),
    };
  });
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
