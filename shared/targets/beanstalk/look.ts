import type { EnvironmentDescription, EventDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { Arrival, RolloutState } from '../../deployment/rollout.ts';
import { addressOf } from './address.ts';
import { type Described, describe } from './describe.ts';
import { begins, eventsSince, isAbort, isError, isOver, ownEvents, wordsOf } from './events.ts';
import { whyUnwell } from './health.ts';
import { differing, readSettings } from './option-settings.ts';
import { type Revision, readRevision } from './revision.ts';
import { type BeanstalkRollout, readRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';
import { describeVersion, releaseOf } from './version.ts';

/** In so many looks in a row an environment has to be Ready and well. */
const LOOKS = 3;

/**
 * After a swap resolvers may give the old answer for so long: Route 53 takes up to 60 s to tell of a change everywhere,
 * and the names were seen with a TTL of 60 s, which AWS does not document.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-editing.html
 */
const NAMES_SETTLE_SECONDS = 120;

/**
 * Where an update is. It has succeeded only where the environment is Ready with this version, none of its events is an error,
 * its health is good enough and every instance runs the version: "completed successfully" alone says none of that.
 */
export async function look(
  environment: Environment,
  rollout: string,
  revision: string,
): Promise<RolloutState> {
  const part = readRollout(rollout);
  const found = await describe(environment);
  if ('refused' in found) return { phase: 'gone', reason: `${found.refused} It was there before` };
  const it = [found.live, found.idle].find((one) => one?.EnvironmentName === part.environment);
  if (it === undefined)
    return { phase: 'gone', reason: `the environment ${part.environment} was deleted meanwhile` };
  const events = await eventsSince(environment, part.environment, part.since);
  switch (it.Status) {
    case 'Ready':
      return whenReady({ environment, part, found, it, events, own: ownEvents(events, part) }, revision);
    case 'Terminating':
      return { phase: 'gone', reason: `the environment ${part.environment} is being terminated` };
    default:
      return underWay(it, part, ownEvents(events, part));
  }
}

/** All that one look has seen. */
interface Seen {
  readonly environment: Environment;
  readonly part: BeanstalkRollout;
  readonly found: Described;
  /** The environment that this part is about. */
  readonly it: EnvironmentDescription;
  /** All of its events since then, and those of this part. */
  readonly events: readonly EventDescription[];
  readonly own: readonly EventDescription[];
}

function underWay(
  { Status = 'Updating' }: EnvironmentDescription,
  { kind }: BeanstalkRollout,
  own: readonly EventDescription[],
): RolloutState {
  const last = own.at(-1)?.Message ?? 'no event yet';
  const detail = `${Status}: ${last}`;
  const running = { phase: 'running', detail, unannounced: true } as const;
  // Nothing of ours was begun.
  if (kind === 'as-is') return { ...running, waits: true };
  if (Status === 'Aborting') {
    const stage = { name: 'going-back', detail: `Elastic Beanstalk aborts the update: ${last}` };
    return { ...running, trouble: 'going-back', stage };
  }
  // Ours is over, and somebody else's has begun: that time is not ours.
  if (own.some(isOver) && !own.some(isError)) return { ...running, waits: true };
  const hasFailed = own.some(
    ({ Severity }) => Severity === 'WARN' || Severity === 'ERROR' || Severity === 'FATAL',
  );
  return { ...running, ...(hasFailed ? { trouble: 'failing' } : {}) };
}

async function whenReady(seen: Seen, revision: string): Promise<RolloutState> {
  const { environment, part, it, own } = seen;
  const wanted = await readRevision(environment, revision);
  if (part.kind === 'settings') return settingsAreThere(seen, wanted);
  if (it.VersionLabel !== wanted.label) return anotherVersion(seen, wanted.label);
  const errors = own.filter(isError);
  if (errors.length > 0) {
    const what = part.kind === 'swap' ? 'the swap of the addresses' : `the update to ${wanted.label}`;
    return { phase: 'failed', reason: `Elastic Beanstalk reports errors of ${what}: ${wordsOf(errors)}` };
  }
  if (part.kind === 'swap' && seen.found.live !== it) {
    return own.some(isOver)
      ? { phase: 'failed', reason: `the addresses were not swapped: ${wordsOf(own)}` }
      : { phase: 'running', detail: 'the addresses are not swapped yet', unannounced: true };
  }
  const unwell = await whyUnwell(environment, it, wanted.label, endOf(it, part, own));
  if (unwell !== undefined)
    return { phase: 'running', detail: `Ready, but ${unwell}`, unwell, unannounced: true };
  const missing = await missingSettings(environment, part, wanted);
  if (missing !== undefined)
    return { phase: 'failed', reason: `the environment does not have the settings: ${missing}` };
  const { digest } = releaseOf(environment, wanted.label, await describeVersion(environment, wanted.label));
  const looks = part.kind === 'as-is' ? 1 : LOOKS;
  if (seen.found.idle === it) return toBeSwapped(seen, looks);
  return { phase: 'succeeded', revision, digests: [digest], looks, ...(await arrival(seen)) };
}

/** When all instances had the version: those that were launched after it are no part of the update. */
function endOf(
  { DateUpdated }: EnvironmentDescription,
  { kind }: BeanstalkRollout,
  own: readonly EventDescription[],
): Date | undefined {
  switch (kind) {
    case 'as-is':
      return DateUpdated;
    case 'swap':
      // The update came before it.
      return own[0]?.EventDate;
    default:
      return own.findLast(isOver)?.EventDate;
  }
}

/** What is new runs where users do not reach it yet. */
async function toBeSwapped({ environment, it, found }: Seen, looks: number): Promise<RolloutState> {
  const address = await addressOf(environment, it);
  const detail = `${it.EnvironmentName} runs it and is well; ${found.live.EnvironmentName} still has the users' address`;
  return { phase: 'part-done', detail, looks, ...(address ? { at: [address] } : {}) };
}

/** Of a pair: what users reach may be the other one by now. */
async function arrival({ environment, part, it, found }: Seen): Promise<Arrival> {
  if (found.idle === undefined) return {};
  const address = await addressOf(environment, it);
  return {
    ...(address ? { at: [address] } : {}),
    ...(part.kind === 'swap' ? { settleSeconds: NAMES_SETTLE_SECONDS } : {}),
  };
}

async function settingsAreThere(seen: Seen, wanted: Revision): Promise<RolloutState> {
  const { environment, own, part } = seen;
  const errors = own.filter(isError);
  if (errors.length > 0) {
    return {
      phase: 'failed',
      reason: `Elastic Beanstalk reports errors of the change of settings: ${wordsOf(errors)}`,
    };
  }
  const names = await missingSettings(environment, part, wanted);
  if (names === undefined) return { phase: 'part-done', detail: 'the environment has the settings' };
  return own.some(isOver)
    ? {
        phase: 'failed',
        reason: `the change of settings is over, but the environment does not have them: ${names}`,
      }
    : { phase: 'running', detail: `not yet set: ${names}`, unannounced: true };
}

/** The options that the environment does not have as they are wanted, by their names. */
async function missingSettings(
  environment: Environment,
  part: BeanstalkRollout,
  { settings }: Revision,
): Promise<string | undefined> {
  if (settings.length === 0) return undefined;
  const differs = differing(settings, await readSettings(environment, part.environment));
  if (differs.length === 0) return undefined;
  return differs.map(({ namespace, name }) => `${namespace} ${name}`).join(', ');
}

/** It is Ready with another version: ours failed or was aborted, or somebody else has deployed since. */
function anotherVersion({ part, it, events, own }: Seen, label: string): RolloutState {
  const has = `the environment ${part.environment} has the version ${it.VersionLabel ?? 'none'}, not ${label}`;
  const other = events.findLast(begins);
  const ours = own.findLast(begins);
  const isAnothers = part.request !== undefined && other !== undefined && other.RequestId !== part.request;
  if (part.kind === 'as-is' || (isAnothers && ours !== undefined)) {
    return { phase: 'usurped', reason: `${has}: somebody else has updated it since` };
  }
  const errors = own.filter(isError);
  // Those of a failed update speak of an aborted deployment as well.
  if (errors.length === 0 && own.some(isAbort))
    return { phase: 'stopped', reason: `the update was aborted: ${has}` };
  if (errors.length > 0) return { phase: 'taken-back', reason: `${has}: ${wordsOf(errors)}` };
  if (own.some(isOver)) return { phase: 'taken-back', reason: `the update is over, but ${has}` };
  return { phase: 'running', detail: `${has}, yet`, unannounced: true };
}
