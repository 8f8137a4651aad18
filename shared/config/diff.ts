import type { Pipeline, Stage } from '../deployment/model.ts';
import { nameOfTarget } from '../deployment/targets.ts';
import { beanstalkFacts } from './beanstalk-facts.ts';
import { DEFAULT_ON_NEWER } from './defaults.ts';
import { formatDuration } from './durations.ts';
import type { Fact } from './facts.ts';
import { healthFacts } from './health-facts.ts';
import { describeOneOffTask } from './one-off-tasks.ts';
import { taskFacts } from './task-facts.ts';

type Facts = ReadonlyMap<string, Fact>;

/** What changes from one version of slipway.yml to the next, one sentence a change. Empty when nothing does. */
export function diffConfig(previous: readonly Pipeline[], next: readonly Pipeline[]): string[] {
  const before = new Map(previous.map((pipeline) => [pipeline.name, pipeline]));
  const after = new Map(next.map((pipeline) => [pipeline.name, pipeline]));
  return [
    ...previous.filter(({ name }) => !after.has(name)).map(({ name }) => `pipeline ${name} is removed`),
    ...next.flatMap((pipeline) => {
      const old = before.get(pipeline.name);
      return old ? diffPipeline(old, pipeline) : [`pipeline ${pipeline.name} is added: ${summary(pipeline)}`];
    }),
  ];
}

function diffPipeline(previous: Pipeline, next: Pipeline): string[] {
  const { name } = next;
  const before = new Map(previous.stages.map((stage) => [stage.name, stage]));
  const kept = next.stages.filter((stage) => before.has(stage.name)).map((stage) => stage.name);
  const keptBefore = previous.stages.map((stage) => stage.name).filter((stage) => kept.includes(stage));
  return [
    ...diffFacts(name, pipelineFacts(previous), pipelineFacts(next)),
    ...previous.stages
      .filter((stage) => !kept.includes(stage.name))
      .map((stage) => `${name}: stage ${stage.name} is removed`),
    ...next.stages.flatMap((stage) => {
      const old = before.get(stage.name);
      if (!old) return [`${name}: stage ${stage.name} is added: ${place(stage)}`];
      return diffFacts(`${name} ${stage.name}`, stageFacts(old), stageFacts(stage));
    }),
    ...(kept.join() === keptBefore.join()
      ? []
      : [`${name}: the order of the stages changes from ${keptBefore.join(', ')} to ${kept.join(', ')}`]),
  ];
}

function diffFacts(subject: string, before: Facts, after: Facts): string[] {
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields.flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    if (from?.is === to?.is) return [];
    if (from === undefined) return [`${subject}: ${field} is set to ${to?.shown}`];
    return [
      `${subject}: ${field} ${to === undefined ? `is no longer ${from.shown}` : `changes from ${from.shown} to ${to.shown}`}`,
    ];
  });
}

function pipelineFacts({ source, build, repository }: Pipeline): Facts {
  return facts({
    'source.github': source?.repository,
    'source.branch': source?.branch,
    'build.project': build?.project,
    image: repository,
  });
}

function stageFacts(stage: Stage): Facts {
  const { targets, inOrder, health, rolloutLimitSeconds, onNewer, before, after } = stage;
  // All targets of a stage are alike but for their names.
  const [target] = targets;
  return facts({
    target: place(stage),
    'target.order': inOrder ? 'in-order' : targets.length > 1 ? 'parallel' : undefined,
    'target.containers': target.containers?.join(', '),
    'target.region': target.region,
    'target.role': target.role,
    'target.externalId': target.externalId,
    ...(target.kind === 'ecs' ? taskFacts(target.task) : beanstalkFacts(target)),
    ...healthFacts(health),
    'rollout.limit': formatDuration(rolloutLimitSeconds),
    'rollout.onNewer': onNewer ?? DEFAULT_ON_NEWER,
    before: before?.map(describeOneOffTask).join(', '),
    after: after?.map(describeOneOffTask).join(', '),
  });
}

function facts(values: Readonly<Record<string, string | Fact | undefined>>): Facts {
  return new Map(
    Object.entries(values).flatMap(([field, value]) =>
      value === undefined
        ? []
        : [[field, typeof value === 'string' ? { is: value, shown: value } : value] as const],
    ),
  );
}

function summary({ source, repository, stages }: Pipeline): string {
  const from = source ? `${source.repository} ${source.branch}` : `images pushed to ${repository}`;
  return `${from} to ${stages.map((stage) => `${stage.name} (${place(stage)})`).join(', ')}`;
}

function place({ targets }: Stage): string {
  const [first] = targets;
  const group = first.kind === 'ecs' ? first.cluster : first.application;
  return `${first.kind} ${group}/${targets.map(nameOfTarget).join('+')}`;
}
