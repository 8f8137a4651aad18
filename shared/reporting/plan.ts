import type { Json } from '../deployment/json.ts';
import {
  changesAnything,
  type PlannedChange,
  type PlannedTarget,
  type ReleasePlan,
} from '../deployment/plan.ts';
import { releaseName, shortDigest } from './names.ts';
import { cut } from './table.ts';

/** Longer values are cut: the whole is in the JSON. */
const MAX_VALUE_CHARACTERS = 100;

const COLOURS = { added: '\u001b[32m', removed: '\u001b[31m', changed: '\u001b[33m', faint: '\u001b[2m' };
const NO_COLOUR = '\u001b[0m';

type Colour = keyof typeof COLOURS;
type Paint = (colour: Colour, text: string) => string;

/** A plan as text for people: a headline, what changes a line each, and what would be done. */
export function formatPlan(plan: ReleasePlan, coloured: boolean): string {
  const paint: Paint = coloured
    ? (colour, text) => `${COLOURS[colour]}${text}${NO_COLOUR}`
    : (_, text) => text;
  const { release, pipeline, stage, configVersion } = plan;
  const head = `Plan for ${pipeline} ${stage}: ${releaseName(release)} (${shortDigest(release.digest)}), with version ${configVersion} of slipway.yml`;
  return [
    head,
    ...plan.targets.flatMap((target) => ['', ...formatTarget(target, plan, paint)]),
    '',
    sum(plan),
  ].join('\n');
}

function formatTarget(target: PlannedTarget, { release }: ReleasePlan, paint: Paint): string[] {
  if (target.kind === 'refused')
    return [target.name, paint('removed', `  cannot be deployed to: ${target.reason}`)];
  const { name, image, changes, base, live, revision, runs, now, obstacles } = target;
  const runsNow = now
    ? `${releaseName(now)} (${shortDigest(now.digest)})`
    : (image.before ?? 'another image');
  return [
    `${name}: ${revisionName(live)} → ${revision === 'new' ? 'a new revision' : revisionName(revision)}`,
    `  ${paint('faint', 'base')}   ${base === live ? `the revision that runs, ${revisionName(live)}` : base}`,
    `  ${paint('faint', 'image')}  ${runsNow} → ${releaseName(release)} (${shortDigest(release.digest)}) in ${image.containers.join(', ')}`,
    ...(changes.length === 0
      ? ['  no changes']
      : changes.map((change) => `  ${formatChange(change, paint)}`)),
    ...obstacles.map((obstacle) => `  ${paint('faint', 'first')}  ${obstacle}`),
    ...runs.map(({ what }, index) => `  ${paint('faint', index === 0 ? 'then' : '    ')}   ${what}`),
  ];
}

function formatChange({ path, before, after }: PlannedChange, paint: Paint): string {
  if (before === undefined) return paint('added', `+ ${path}: ${formatValue(after)}`);
  if (after === undefined) return paint('removed', `- ${path}: ${formatValue(before)}`);
  return paint('changed', `~ ${path}: ${formatValue(before)} → ${formatValue(after)}`);
}

function formatValue(value: Json | undefined): string {
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value ?? null);
  // An image is told by its digest, which stands at its end.
  return cut(
    text.replaceAll(/\s+/g, ' ').replace(/@(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '@$1'),
    MAX_VALUE_CHARACTERS,
  );
}

/** `web:7` of `arn:…:task-definition/web:7`. */
function revisionName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function sum({ targets }: ReleasePlan): string {
  const refused = targets.filter(({ kind }) => kind === 'refused').length;
  const changed = targets.filter(changesAnything).length;
  if (refused > 0) return `${refused} of ${targets.length} cannot be deployed to. Nothing was changed.`;
  return changed === 0 ? 'No changes.' : 'Nothing was changed: this is what `slipway deploy` would do.';
}
