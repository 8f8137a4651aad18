import type { CommandPorts } from './command-ports.ts';
import type { Command, TargetStatus } from './commands.ts';
import { Rejected } from './errors.ts';
import { findPipeline } from './find-place.ts';
import type { Pipeline, Stage, TargetSettings } from './model.ts';
import { nameOfTarget } from './targets.ts';

/** What is live, under way and waiting on each target. */
export async function tellStatus(
  { pipeline: name, service }: Extract<Command, { command: 'status' }>,
  ports: CommandPorts,
): Promise<TargetStatus[]> {
  const pipelines = name === undefined ? (await ports.config()).pipelines : [await findPipeline(name, ports)];
  const all = pipelines.flatMap((pipeline) =>
    pipeline.stages.flatMap((stage) => stage.targets.map((target) => ({ pipeline, stage, target }))),
  );
  const wanted = all.filter(({ target }) => service === undefined || nameOfTarget(target) === service);
  if (wanted.length === 0 && service !== undefined) {
    const known = [...new Set(all.map(({ target }) => nameOfTarget(target)))].join(', ');
    throw new Rejected(`There is no target ${service}${name ? ` in ${name}` : ''}. There are: ${known}.`);
  }
  return Promise.all(wanted.map(({ pipeline, stage, target }) => statusOf(pipeline, stage, target, ports)));
}

async function statusOf(
  pipeline: Pipeline,
  stage: Stage,
  settings: TargetSettings,
  ports: CommandPorts,
): Promise<TargetStatus> {
  const target = ports.targetKey(settings);
  const [state, last] = await Promise.all([ports.ledger.target(target), ports.ledger.lastEnding(target)]);
  const { claim, broken, held, frozen } = state;
  const waiting = state.waitingRollback ?? state.waiting;
  const [live] = state.good;
  const [running, queued] = await Promise.all([
    claim ? ports.ledger.deployment(claim.deployment) : undefined,
    waiting ? ports.ledger.deployment(waiting.deployment) : undefined,
  ]);
  return {
    pipeline: pipeline.name,
    stage: stage.name,
    service: nameOfTarget(settings),
    target,
    ...(live ? { live } : {}),
    ...(claim && running
      ? { running: { deployment: running.id, release: running.release, since: claim.since } }
      : {}),
    ...(queued ? { waiting: { deployment: queued.id, release: queued.release } } : {}),
    ...(last
      ? {
          last: {
            deployment: last.deployment,
            verdict: last.verdict,
            reason: last.reason,
            endedAt: last.endedAt,
          },
        }
      : {}),
    ...(broken ? { broken } : {}),
    ...(held ? { held } : {}),
    ...(frozen ? { frozen } : {}),
  };
}
