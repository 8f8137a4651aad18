import {
  type EnvironmentDescription,
  type EventDescription,
  SwapEnvironmentCNAMEsCommand,
  UpdateEnvironmentCommand,
  type UpdateEnvironmentMessage,
} from '@aws-sdk/client-elastic-beanstalk';
import { Rejected } from '../../deployment/errors.ts';
import type { InLine } from '../../deployment/ports.ts';
import { type Described, describeAgain, describeNamed } from './describe.ts';
import { eventsSince, isOver, updatesIn } from './events.ts';
import { instancesOf, isEnhanced, whyMixed } from './health.ts';
import { differing, readSettings, readSettingsToBe, toUpdate } from './option-settings.ts';
import { type Revision, readRevision } from './revision.ts';
import { type BeanstalkRollout, readRollout, writeRollout } from './rollout-id.ts';
import type { Environment } from './target.ts';

/**
 * Begins the next part of a rollout: the option settings, where they differ; then the version; then, of a pair, the swap of
 * the addresses. Elastic Beanstalk takes one of them at a time, and only where the environment is Ready.
 * @param since when the newest event before this decision was
 * @param done the part before this one, which has ended well
 */
export async function start(
  environment: Environment,
  revision: string,
  since: string | undefined,
  done: string | undefined,
): Promise<string | InLine> {
  const wanted = await readRevision(environment, revision);
  const found = await describeAgain(environment);
  const before = done === undefined ? undefined : readRollout(done);
  const begun = found.idle
    ? await startInPair(environment, { ...found, idle: found.idle }, wanted, since, before)
    : await startOn(environment, found.live, wanted, since, before);
  return 'inLineFor' in begun ? begun : writeRollout(begun);
}

type Begun = BeanstalkRollout | InLine;

async function startOn(
  environment: Environment,
  found: EnvironmentDescription,
  wanted: Revision,
  since: string | undefined,
  done: BeanstalkRollout | undefined,
): Promise<Begun> {
  const { EnvironmentName: name = '', Status, VersionLabel } = found;
  if (Status === 'Terminating') throw new Rejected(`the environment ${name} is being terminated`);
  const own = since === undefined ? undefined : await ownUpdate(environment, found, wanted, since, done);
  if (Status !== 'Ready') return own ?? { inLineFor: `the environment ${name} is ${Status}` };
  const now = { environment: name, since: after(since, found) };
  if (done?.kind !== 'settings' && wanted.settings.length > 0) {
    const differs = differing(wanted.settings, await readSettings(environment, name));
    if (differs.length > 0) {
      const request = await update(environment, { EnvironmentName: name, ...toUpdate(differs) });
      return typeof request === 'string' ? { ...now, kind: 'settings', request } : request;
    }
  }
  if (own) return own;
  if (VersionLabel === wanted.label && (await isWhole(environment, found))) return { ...now, kind: 'as-is' };
  const request = await update(environment, { EnvironmentName: name, VersionLabel: wanted.label });
  return typeof request === 'string' ? { ...now, kind: 'version', request } : request;
}

/** Of a pair: what is new goes to the one that users do not reach, and the swap comes once it is proved there. */
async function startInPair(
  environment: Environment,
  { live, idle }: Required<Described>,
  wanted: Revision,
  since: string | undefined,
  done: BeanstalkRollout | undefined,
): Promise<Begun> {
  const isProved = done !== undefined && done.kind !== 'settings';
  if (done === undefined && live.VersionLabel === wanted.label) {
    const asIs = await asItIs(environment, live, wanted);
    if (asIs)
      return {
        environment: live.EnvironmentName ?? '',
        kind: 'as-is',
        since: after(since, live),
      };
  }
  if (!isProved) return startOn(environment, idle, wanted, since, done);
  const swapped = { environment: done.environment, kind: 'swap', since: after(since, idle) } as const;
  // A second swap would take the first one back.
  if (live.EnvironmentName === done.environment) return swapped;
  const busy = [live, idle].find(({ Status }) => Status !== 'Ready');
  if (busy) return { inLineFor: `the environment ${busy.EnvironmentName} is ${busy.Status}` };
  const request = await unlessBusy(() =>
    environment.beanstalk.send(
      new SwapEnvironmentCNAMEsCommand({
        SourceEnvironmentName: live.EnvironmentName,
        DestinationEnvironmentName: idle.EnvironmentName,
      }),
    ),
  );
  return typeof request === 'string' ? { ...swapped, request } : request;
}

/** Whether the environment that users reach has all that is wanted already. */
async function asItIs(
  environment: Environment,
  live: EnvironmentDescription,
  { settings }: Revision,
): Promise<boolean> {
  if (live.Status !== 'Ready') return false;
  const differs =
    settings.length > 0
      ? differing(settings, await readSettings(environment, live.EnvironmentName ?? ''))
      : [];
  return differs.length === 0 && isWhole(environment, live);
}

/**
 * The update to what is wanted that has begun after `since`: a start that was cut off before it could tell. The label alone
 * tells no update to a version: after a failed one the environment has the label before it again.
 */
async function ownUpdate(
  environment: Environment,
  { EnvironmentName: name = '', Status, VersionLabel }: EnvironmentDescription,
  wanted: Revision,
  since: string,
  done: BeanstalkRollout | undefined,
): Promise<BeanstalkRollout | undefined> {
  const from = new Date(since);
  const last = updatesIn(await eventsSince(environment, name, from)).at(-1);
  if (last === undefined || (done?.request !== undefined && last.request === done.request)) return undefined;
  const { request } = last;
  const own = { environment: name, since: from, ...(request ? { request } : {}) };
  if (Status !== 'Ready') {
    const toBe = await readSettingsToBe(environment, name);
    if (toBe !== undefined) {
      const isOurs = done === undefined && wanted.settings.length > 0;
      return isOurs && differing(wanted.settings, toBe).length === 0
        ? { ...own, kind: 'settings' }
        : undefined;
    }
    // Settings that were becoming whole a moment ago are pending no longer either.
    const [again] = await describeNamed(environment, [name]);
    if (again?.Status === 'Ready') return ownUpdate(environment, again, wanted, since, done);
  } else if (!last.hasDeployed) return undefined;
  return VersionLabel === wanted.label ? { ...own, kind: 'version' } : undefined;
}

/** Whether the last update to a version went well and no instance runs anything else: after one that failed versions are mixed. */
async function isWhole(environment: Environment, found: EnvironmentDescription): Promise<boolean> {
  const { EnvironmentName: name = '', VersionLabel: label = '' } = found;
  // Settings that were changed since have mended nothing.
  const telling = (events: readonly EventDescription[]) =>
    updatesIn(events).findLast(({ hasDeployed, hasFailed }) => hasDeployed || hasFailed);
  const events = await eventsSince(environment, name, new Date(0), (newest) => telling(newest) !== undefined);
  if (telling(events)?.hasFailed) return false;
  if (!isEnhanced(found)) return true;
  const end = events.findLast(isOver)?.EventDate ?? found.DateUpdated;
  return whyMixed(await instancesOf(environment, name), label, end) === undefined;
}

/** All of its events come after that; its request tells them from those of others. */
function after(since: string | undefined, { DateUpdated }: EnvironmentDescription): Date {
  return since === undefined ? (DateUpdated ?? new Date(0)) : new Date(since);
}

function update(
  { beanstalk, settings }: Environment,
  change: UpdateEnvironmentMessage,
): Promise<string | InLine> {
  return unlessBusy(() =>
    beanstalk.send(new UpdateEnvironmentCommand({ ApplicationName: settings.application, ...change })),
  );
}

/** The request's id; or in line, where somebody else was faster since it was asked whether the environment is Ready. */
async function unlessBusy(
  send: () => Promise<{ readonly $metadata: { readonly requestId?: string | undefined } }>,
): Promise<string | InLine> {
  try {
    return (await send()).$metadata.requestId ?? '';
  } catch (error) {
    if (
      error instanceof Error &&
      /must be ready|invalid state for this operation|operation in progress/i.test(error.message)
    )
      return { inLineFor: error.message.trim().replace(/\.$/, '') };
    throw error;
  }
}
