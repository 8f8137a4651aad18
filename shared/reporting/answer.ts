import type { Answer, DeploymentRecord, TargetStatus } from '../deployment/commands.ts';
import { describeFreeze, describeHold, HELD_HELP } from '../deployment/gates.ts';
import type { Deployment, TrailEntry } from '../deployment/model.ts';
import { nameOfTarget } from '../deployment/targets.ts';
import { releaseName, shortDigest } from './names.ts';
import { formatProbes } from './probes.ts';
import { cut, formatTable } from './table.ts';
import { formatAge, formatSpan, timeOfDay } from './times.ts';

const NOTHING = '-';
const MAX_REASON_CHARACTERS = 80;
/** Before what stands under a trail entry. */
const INDENT = ' '.repeat(20);

/**
 * What a command answered, as text for people with columns of one width.
 *
 * @param now milliseconds since 1970
 */
export function formatAnswer(answer: Answer, now: number): string {
  switch (answer.kind) {
    case 'status':
      return formatStatus(answer.targets, now);
    case 'history':
      return formatHistory(answer.deployments, now);
    case 'show':
      return formatRecord(answer.record, now);
    case 'requested':
      return [
        ...answer.deployments.map((deployment) => `Requested: ${formatDeployment(deployment)}`),
        ...(answer.leftOut ?? []).map((reason) => `Not requested: ${reason}`),
      ].join('\n');
    case 'gate':
      return formatGate(answer);
    case 'applied':
      return formatApplied(answer);
    case 'rejected':
      return `Rejected: ${answer.reason}`;
  }
}

/** `web-prod-1, deploy of 3f9d1c0 on web prod`, with the service where the stage has several. */
function formatDeployment({ id, kind, release, pipeline, stage }: Deployment): string {
  const way = kind === 'rollback' ? 'rollback to' : 'deploy of';
  const service = stage.oneOf === undefined ? '' : ` ${nameOfTarget(stage.target)}`;
  return `${id}, ${way} ${releaseName(release)} on ${pipeline} ${stage.name}${service}`;
}

/** One entry of a trail: time of day (UTC), seconds since the request, step and what it did; below, what probes found. */
export function formatTrailEntry({ step, at, detail, probes = [] }: TrailEntry, requestedAt: number): string {
  const since = `+${formatSpan((at - requestedAt) / 1000)}`;
  // What has several lines, as a log, stands under its first.
  const lines = detail.replaceAll('\n', `\n${INDENT}`);
  const line = `${timeOfDay(at)}  ${since.padStart(8)}  ${step.padEnd(12)}  ${lines}`.trimEnd();
  return [line, ...formatProbes(probes).map((more) => `${INDENT}${more}`)].join('\n');
}

/** How a deployment ended, in a headline and the reason. */
export function formatEnding({ deployment, ending }: DeploymentRecord): string {
  if (!ending) return 'Not ended yet.';
  const took = formatSpan((ending.endedAt - deployment.requestedAt) / 1000);
  return [
    `${ending.verdict} after ${took}: ${ending.reason}`,
    ...(ending.now ? [`runs now: ${releaseName(ending.now)} (${shortDigest(ending.now.digest)})`] : []),
    ...(ending.url === undefined ? [] : [`address: ${ending.url}`]),
  ].join('\n');
}

function formatStatus(targets: readonly TargetStatus[], now: number): string {
  if (targets.length === 0) return 'There is no pipeline yet: `slipway apply` a slipway.yml first.';
  const rows = targets.map(({ pipeline, stage, service, live, running, waiting, last }) => [
    pipeline,
    stage,
    service,
    live ? releaseName(live) : NOTHING,
    live ? formatAge(live.verifiedAt, now) : NOTHING,
    running ? `${releaseName(running.release)} for ${formatSpan((now - running.since) / 1000)}` : NOTHING,
    waiting ? releaseName(waiting.release) : NOTHING,
    last ? `${last.verdict} ${formatAge(last.endedAt, now)}` : NOTHING,
  ]);
  const notes = targets.flatMap(({ pipeline, stage, service, broken, held, frozen, last }) => {
    const where = `${pipeline} ${stage} ${service}`;
    const stopped = [
      ...(frozen ? [`${where} is ${describeFreeze(frozen)}`] : []),
      ...(broken === undefined ? [] : [`${where} is broken: ${broken}`]),
      ...(held ? [`${where} is ${describeHold(held)}: ${HELD_HELP}`] : []),
    ];
    if (stopped.length > 0) return stopped;
    // What went well needs no words, and what was superseded is told by what came instead.
    const bad = last?.verdict === 'rolled-back' || last?.verdict === 'failed' || last?.verdict === 'rejected';
    return bad ? [`${where}, ${last.deployment}: ${last.reason}`] : [];
  });
  const headings = ['PIPELINE', 'STAGE', 'TARGET', 'LIVE', 'VERIFIED', 'RUNNING', 'WAITING', 'LAST'];
  const table = formatTable(headings, rows);
  return [table, ...notes].join('\n');
}

function formatHistory(deployments: readonly DeploymentRecord[], now: number): string {
  if (deployments.length === 0) return 'There was no deployment yet.';
  const rows = deployments.map(({ deployment, ending }) => [
    deployment.id,
    formatAge(deployment.requestedAt, now),
    deployment.stage.name,
    deployment.kind,
    releaseName(deployment.release),
    ending?.verdict ?? 'running',
    ending ? formatSpan((ending.endedAt - deployment.requestedAt) / 1000) : NOTHING,
    cut(ending?.reason.replaceAll(/\s+/g, ' ') ?? '', MAX_REASON_CHARACTERS),
  ]);
  return formatTable(['DEPLOYMENT', 'ASKED', 'STAGE', 'KIND', 'RELEASE', 'VERDICT', 'TOOK', 'REASON'], rows);
}

function formatRecord(record: DeploymentRecord, now: number): string {
  const { deployment, trail } = record;
  return [
    formatDeployment(deployment),
    `image: ${deployment.release.image}`,
    `target: ${deployment.target}`,
    `asked by ${deployment.requestedBy} ${formatAge(deployment.requestedAt, now)}`,
    ...trail.map((entry) => formatTrailEntry(entry, deployment.requestedAt)),
    formatEnding(record),
  ].join('\n');
}

const AFTER_GATE = {
  freeze: 'is frozen: pushes wait, rollbacks pass. Lift it with: slipway unfreeze',
  unfreeze: 'is no longer frozen: the newest push that waited goes on',
  resume: 'is no longer held: pushes are deployed again',
} as const;

function formatGate({ command, pipeline, targets }: Extract<Answer, { kind: 'gate' }>): string {
  return targets
    .map(({ stage, service, changed }) => {
      const where = `${pipeline} ${stage} ${service}`;
      return changed ? `${where} ${AFTER_GATE[command]}` : `${where} was not ${GATE_OF[command]}`;
    })
    .join('\n');
}

/** What it was not, where nothing changed. A freeze always changes something: who, since when and why. */
const GATE_OF = { freeze: 'free', unfreeze: 'frozen', resume: 'held' } as const;

function formatApplied({ version, changes, stored }: Extract<Answer, { kind: 'applied' }>): string {
  const head = stored
    ? `Stored as version ${version}.`
    : changes.length === 0
      ? `Nothing changes; version ${version} stays.`
      : 'Not stored; this would change:';
  return [head, ...changes.map((change) => `  ${change}`)].join('\n');
}
