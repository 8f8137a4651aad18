import type { EventDescription } from '@aws-sdk/client-elastic-beanstalk';
import { errorName } from '../../aws/errors.ts';
import { type Cause, mergeCauses } from '../../deployment/causes.ts';
import { describeNamed } from './describe.ts';
import { eventsSince, isError, ownEvents } from './events.ts';
import { causesOf, instancesOf, isEnhanced } from './health.ts';
import { LOG, logTail } from './log-tail.ts';
import { type BeanstalkRollout, readRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';

/** What is nearest to the program is told first. */
const RANK = { lastLines: 1, instances: 2, errors: 3, health: 4, noLines: 5 } as const;

/** Words of a failure that say only that there is one. */
const CONSEQUENCE =
  /complete, but with errors|^failed to deploy application\.?$|unsuccessful command execution|during an aborted/i;

/**
 * Why an update went wrong: what its events and the instances say, what the health is bad of, and what an instance wrote
 * last. Never throws: what cannot be had is left out; of log lines it is told why there are none.
 */
export async function diagnose(environment: Environment, rollout: string): Promise<Cause[]> {
  const part = readPart(rollout);
  if (part === undefined) return [];
  const { environment: name } = part;
  const [events, instances, health] = await Promise.all([
    eventsSince(environment, name, part.since).catch((): EventDescription[] => []),
    unwellInstances(environment, name).catch((): Cause[] => []),
    unwellEnvironment(environment, name).catch((): Cause[] => []),
  ]);
  const told = events.filter((event) => ownEvents([event], part).length > 0 || isError(event));
  const errors = errorCauses(told);
  const isBad = errors.length + instances.length + health.length > 0;
  return mergeCauses(isBad ? await lastLines(environment, name) : [], instances, errors, health);
}

/**
 * Elastic Beanstalk puts logs into its bucket with the rights of whoever asks for them, so that a role that may call all of its
 * operations can still get none.
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.managed-policies.html
 */
async function lastLines(environment: Environment, name: string): Promise<Cause[]> {
  try {
    const lines = await logTail(environment, name);
    return lines.map((cause) => ({ ...cause, rank: RANK.lastLines }));
  } catch (error) {
    if (isGone(error)) return [];
    const why = String(error).replace(/^Error: |\.$/g, '');
    const text = `what the instances wrote last could not be had: ${why}`;
    // Lines that another look had, or will have, count more.
    return [{ what: LOG, times: 0, rank: RANK.noLines, text }];
  }
}

/** Whether there is no such environment any more, which is told by others: its code says only that it is refused. */
function isGone(error: unknown): boolean {
  return errorName(error) === 'InvalidParameterValue' && /No Environment found/i.test(String(error));
}

function readPart(rollout: string): BeanstalkRollout | undefined {
  try {
    return readRollout(rollout);
  } catch {
    return undefined;
  }
}

/** Of each kind one; those that only say that it went wrong are left out where others say why. */
function errorCauses(events: readonly EventDescription[]): Cause[] {
  const bad = events.filter((event) => isError(event) || event.Severity === 'WARN');
  const messages = bad
    .map(({ Message = '' }) => Message.trim().replace(/\.$/, ''))
    .filter((one) => one !== '');
  const telling = messages.filter((message) => !CONSEQUENCE.test(message));
  const byKind = new Map<string, { text: string; times: number }>();
  for (const text of telling.length > 0 ? telling : messages) {
    const kind = text.replaceAll(/\bi-[0-9a-f]+\b/g, 'INSTANCE').replaceAll(/\d+/g, '#');
    byKind.set(kind, { text, times: (byKind.get(kind)?.times ?? 0) + 1 });
  }
  return [...byKind].map(([kind, { text, times }]) => ({
    what: `event: ${kind}`,
    times,
    rank: RANK.errors,
    text: `Elastic Beanstalk says: ${text}`,
  }));
}

async function unwellInstances(environment: Environment, name: string): Promise<Cause[]> {
  const instances = await instancesOf(environment, name);
  const groups = new Map<string, { ids: string[]; text: string }>();
  for (const { InstanceId = '', HealthStatus = '', Causes = [], Deployment } of instances) {
    const isWell = HealthStatus === 'Ok' || HealthStatus === 'Info';
    if (isWell && Deployment?.Status !== 'Failed') continue;
    const why = Causes.map((cause) => cause.replace(/\.$/, '')).join('; ');
    const failed =
      Deployment?.Status === 'Failed' ? `; its deployment of ${Deployment.VersionLabel} failed` : '';
    const text = `${HealthStatus || 'unknown'}${why ? `: ${why}` : ''}${failed}`;
    const group = groups.get(text) ?? { ids: [], text };
    group.ids.push(InstanceId);
    groups.set(text, group);
  }
  return [...groups.values()].map(({ ids, text }) => ({
    what: `instances: ${text}`,
    times: ids.length,
    rank: RANK.instances,
    text: `${ids.length} of ${instances.length} instances ${ids.length === 1 ? 'is' : 'are'} ${text} (${ids.join(', ')})`,
  }));
}

async function unwellEnvironment(environment: Environment, name: string): Promise<Cause[]> {
  const [found] = await describeNamed(environment, [name]);
  if (found === undefined || !isEnhanced(found) || found.HealthStatus === 'Ok') return [];
  const causes = await causesOf(environment, name);
  return causes.map((text) => ({
    what: `health: ${text}`,
    times: 1,
    rank: RANK.health,
    text: `the health is ${found.HealthStatus}: ${text}`,
  }));
}
