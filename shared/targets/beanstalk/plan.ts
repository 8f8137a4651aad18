import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk';
import { masked } from '../../deployment/mask.ts';
import type { Release } from '../../deployment/model.ts';
import type { PlannedChange, PlannedRun, TargetPlan } from '../../deployment/plan.ts';
import { describeAgain } from './describe.ts';
import { draftVersion, type VersionDraft } from './draft.ts';
import { asTheyAre, differing, keyOf, readSettings } from './option-settings.ts';
import { nameOfRevision } from './revision.ts';
import type { Environment } from './target.ts';
import { describeVersion, releaseOf } from './version.ts';

/** What a deployment of the release would change in the environment, and what it would call. */
export async function plan(environment: Environment, release: Release): Promise<TargetPlan> {
  const { live } = await describeAgain(environment);
  const { options = [] } = environment.settings;
  const draft = draftVersion(environment, release);
  const [has, known, running] = await Promise.all([
    readSettings(environment, live.EnvironmentName ?? ''),
    describeVersion(environment, draft.label),
    live.VersionLabel === undefined ? undefined : describeVersion(environment, live.VersionLabel),
  ]);
  const now = { label: live.VersionLabel ?? 'none', settings: asTheyAre(options, has) };
  const wanted = nameOfRevision({ label: draft.label, settings: options });
  const isLive = wanted === nameOfRevision(now);
  const before = live.VersionLabel && releaseOf(environment, live.VersionLabel, running).image;
  const changed = differing(options, has);
  return {
    live: nameOfRevision(now),
    revision: isLive ? nameOfRevision(now) : known === undefined ? 'new' : wanted,
    base: draft.bundle?.base ?? 'the image alone',
    image: {
      containers: draft.bundle?.containers ?? ['its container'],
      ...(before ? { before } : {}),
      after: release.image,
    },
    changes: [
      ...(live.VersionLabel === draft.label
        ? []
        : [
            {
              path: 'VersionLabel',
              ...(live.VersionLabel ? { before: live.VersionLabel } : {}),
              after: draft.label,
            },
          ]),
      ...changed.map((option): PlannedChange => {
        const { namespace, name, value } = option;
        const old = has.get(keyOf(option));
        const change = {
          path: `${namespace}.${name}`,
          ...(old === undefined ? {} : { before: old }),
          ...(value === null ? {} : { after: value }),
        };
        return masked([name], change);
      }),
    ],
    runs: isLive
      ? [
          {
            kind: 'keep',
            what: `nothing is deployed: the ${environment.name} runs ${draft.label} with these settings`,
          },
        ]
      : runsOf(environment, live, draft, { isKnown: known !== undefined, settings: changed.length, has }),
  };
}

function runsOf(
  { settings }: Environment,
  { EnvironmentName, VersionLabel }: EnvironmentDescription,
  { label, bundle }: VersionDraft,
  to: { readonly isKnown: boolean; readonly settings: number; readonly has: ReadonlyMap<string, string> },
): PlannedRun[] {
  const { swap, application, environment } = settings;
  const other = EnvironmentName === environment ? swap?.standby : environment;
  const where = swap === undefined ? EnvironmentName : other;
  const from = bundle === undefined ? 'the image alone' : `a source bundle of ${bundle.files.length} files`;
  const runs: (PlannedRun | undefined)[] = [
    to.isKnown
      ? undefined
      : {
          kind: 'register',
          what: `CreateApplicationVersion: ${label} of ${application}, from ${from}, once`,
        },
    to.settings === 0
      ? undefined
      : { kind: 'update', what: `UpdateEnvironment of ${where}: ${to.settings} option settings` },
    VersionLabel === label && swap === undefined
      ? undefined
      : {
          kind: 'update',
          what: `UpdateEnvironment of ${where}: the version, ${policyOf(settings.options ?? [], to.has)}`,
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
