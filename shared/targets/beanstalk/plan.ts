import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import type { OptionSetting } from '../../deployment/beanstalk-target.ts';
import { masked } from '../../deployment/mask.ts';
import type { Release } from '../../deployment/model.ts';
import type { PlannedChange, PlannedRun, TargetPlan } from '../../deployment/plan.ts';
import { describeAgain } from './describe.ts';
import { draftVersion, type VersionDraft } from './draft.ts';
import { asTheyAre, differing, keyOf, readSettings } from './option-settings.ts';
import { nameOfRevision } from './revision.ts';
import type { Environment } from './target.ts';
import { describeVersion, releaseOf } from './version.ts';

/**
 * What a deployment of the release would change, and what it would call. Of a pair what users reach says what is live, and the
 * other one is what would change.
 */
export async function plan(environment: Environment, release: Release): Promise<TargetPlan> {
  const { live, idle } = await describeAgain(environment);
  const changing = idle ?? live;
  const { options = [] } = environment.settings;
  const draft = draftVersion(environment, release);
  const [hasLive, has, known, running] = await Promise.all([
    readSettings(environment, live.EnvironmentName ?? ''),
    idle && readSettings(environment, idle.EnvironmentName ?? ''),
    describeVersion(environment, draft.label),
    live.VersionLabel === undefined ? undefined : describeVersion(environment, live.VersionLabel),
  ]);
  const now = { label: live.VersionLabel ?? 'none', settings: asTheyAre(options, hasLive) };
  const wanted = nameOfRevision({ label: draft.label, settings: options });
  const isLive = wanted === nameOfRevision(now);
  const before = live.VersionLabel && releaseOf(environment, live.VersionLabel, running).image;
  const what: Changing = { environment: changing, draft, has: has ?? hasLive, isKnown: known !== undefined };
  return {
    live: nameOfRevision(now),
    revision: isLive ? nameOfRevision(now) : known === undefined ? 'new' : wanted,
    base: draft.bundle?.base ?? 'the image alone',
    image: {
      containers: draft.bundle?.containers ?? ['its container'],
      ...(before ? { before } : {}),
      after: release.image,
    },
    changes: isLive ? [] : changesOf(what, options),
    runs: isLive
      ? [
          {
            kind: 'keep',
            what: `nothing is deployed: the environment ${live.EnvironmentName} of the application ${environment.settings.application} runs ${draft.label} with these settings`,
          },
        ]
      : runsOf(environment, what),
  };
}

/** What would get the release, and what it has. */
interface Changing {
  readonly environment: EnvironmentDescription;
  readonly draft: VersionDraft;
  /** Whether there is such a version already. */
  readonly isKnown: boolean;
  /** Its option settings. */
  readonly has: ReadonlyMap<string, string>;
}

function changesOf(
  { environment: { VersionLabel }, draft: { label }, has }: Changing,
  options: readonly OptionSetting[],
): PlannedChange[] {
  const version = { path: 'VersionLabel', ...(VersionLabel ? { before: VersionLabel } : {}), after: label };
  const changed = differing(options, has).map((option): PlannedChange => {
    const { namespace, name, value } = option;
    const old = has.get(keyOf(option));
    const change = {
      path: `${namespace}.${name}`,
      ...(old === undefined ? {} : { before: old }),
      ...(value === null ? {} : { after: value }),
    };
    return masked([name], change);
  });
  return [...(VersionLabel === label ? [] : [version]), ...changed];
}

function runsOf(
  { settings }: Environment,
  { environment: { EnvironmentName: where, VersionLabel }, draft: { label, bundle }, isKnown, has }: Changing,
): PlannedRun[] {
  const { swap, application, options = [] } = settings;
  const changed = differing(options, has).length;
  const from = bundle === undefined ? 'the image alone' : `a source bundle of ${bundle.files.length} files`;
  const runs: (PlannedRun | undefined)[] = [
    isKnown
      ? undefined
      : {
          kind: 'register',
          what: `CreateApplicationVersion: ${label} of ${application}, from ${from}, once`,
        },
    changed === 0
      ? undefined
      : { kind: 'update', what: `UpdateEnvironment of ${where}: ${changed} option settings` },
    VersionLabel === label
      ? undefined
      : {
          kind: 'update',
          what: `UpdateEnvironment of ${where}: the version, ${policyOf(options, has)}`,
        },
    swap && {
      kind: 'swap',
      what: `SwapEnvironmentCNAMEs: ${where} gets ${swap.cname} once it answers at its own address`,
    },
  ];
  return runs.filter((run) => run !== undefined);
}

/** How the environment deploys: by what is to be set, or by what it has. */
function policyOf(
  options: readonly { namespace: string; name: string; value: string | null }[],
  has: ReadonlyMap<string, string>,
): string {
  const namespace = 'aws:elasticbeanstalk:command';
  const option = (name: string) =>
    options.find((one) => keyOf(one) === keyOf({ namespace, name }))?.value ??
    has.get(keyOf({ namespace, name }));
  const policy = option('DeploymentPolicy') ?? 'AllAtOnce';
  if (!policy.startsWith('Rolling')) return policy;
  const unit = option('BatchSizeType') === 'Fixed' ? 'instances' : '%';
  return `${policy} by ${option('BatchSize') ?? '30'} ${unit}`;
}
