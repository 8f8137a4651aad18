import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { Inspection } from '../../deployment/ports.ts';
import { addressOf } from './address.ts';
import { describe } from './describe.ts';
import { newestEvent } from './events.ts';
import { asTheyAre, readSettings } from './option-settings.ts';
import { whyUnfit } from './platform.ts';
import { nameOfRevision } from './revision.ts';
import type { Environment } from './target.ts';
import { describeVersion, releaseOf } from './version.ts';

/** What is on the environment before anything is touched, or why it cannot be deployed to. One that is busy is none of that: it is waited for. */
export async function inspect(environment: Environment): Promise<Inspection> {
  const found = await describe(environment);
  if ('refused' in found) return { kind: 'refused', reason: found.refused };
  for (const one of [found.live, ...(found.idle ? [found.idle] : [])]) {
    const reason = refuse(environment, one);
    if (reason !== undefined) return { kind: 'refused', reason };
  }
  const { live } = found;
  const [since, address, settled] = await Promise.all([
    newestEvent(environment, found),
    addressOf(environment, live),
    settledOn(environment, live),
  ]);
  return {
    kind: 'ready',
    ...(settled ? { settled } : {}),
    ...(since ? { since: since.toISOString() } : {}),
    ...(address ? { addresses: [address] } : {}),
  };
}

function refuse({ settings }: Environment, found: EnvironmentDescription): string | undefined {
  const { EnvironmentName, Status, Tier, SolutionStackName, PlatformArn } = found;
  const name = `The environment ${EnvironmentName} of the application ${settings.application}`;
  const unfit = whyUnfit(settings, SolutionStackName ?? PlatformArn ?? '');
  if (unfit !== undefined) return `${name} ${unfit}`;
  if (Tier?.Name === 'Worker') {
    return `${name} is of the worker tier: it takes its work from a queue and has no address that could prove a release. Use a web server environment.`;
  }
  if (Status === 'Terminating') return `${name} is being terminated: create another one.`;
  return undefined;
}

/** What runs now, with what it has of the options that the stage sets: so that it can be gone back to. */
async function settledOn(
  environment: Environment,
  { Status, VersionLabel: label, EnvironmentName = '' }: EnvironmentDescription,
): Promise<Extract<Inspection, { kind: 'ready' }>['settled']> {
  if (Status !== 'Ready' || label === undefined) return undefined;
  const version = await describeVersion(environment, label);
  const { options = [] } = environment.settings;
  const settings =
    options.length > 0 ? asTheyAre(options, await readSettings(environment, EnvironmentName)) : [];
  // Nothing is kept by a look: `prepare` keeps what these settings are.
  return { revision: nameOfRevision({ label, settings }), release: releaseOf(environment, label, version) };
}
