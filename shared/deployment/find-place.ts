import type { CommandPorts } from './command-ports.ts';
import type { Place } from './commands.ts';
import { Rejected } from './errors.ts';
import type { Pipeline, Stage, TargetSettings } from './model.ts';
import { nameOfTarget } from './targets.ts';

/** A place that a command named, found in the configuration in force. */
export interface Found {
  readonly configVersion: number;
  readonly pipeline: Pipeline;
  readonly stage: Stage;
  /** The stage's targets, or the one that was named. */
  readonly targets: readonly TargetSettings[];
}

/** @throws Rejected where there is no such place, in words that say what there is */
export async function findPlace(place: Place, ports: Pick<CommandPorts, 'config'>): Promise<Found> {
  const { version: configVersion } = await ports.config();
  const pipeline = await findPipeline(place.pipeline, ports);
  const stage = findStage(pipeline, place.stage);
  return { configVersion, pipeline, stage, targets: targetsNamed(pipeline, stage, place.service) };
}

function targetsNamed(pipeline: Pipeline, stage: Stage, name: string | undefined): readonly TargetSettings[] {
  if (name === undefined) return stage.targets;
  const found = stage.targets.filter((target) => nameOfTarget(target) === name);
  if (found.length > 0) return found;
  const known = stage.targets.map(nameOfTarget).join(', ');
  throw new Rejected(`${pipeline.name} ${stage.name} has no target ${name}. It has: ${known}.`);
}

/** @throws Rejected naming those that there are */
export async function findPipeline(name: string, ports: Pick<CommandPorts, 'config'>): Promise<Pipeline> {
  const { pipelines } = await ports.config();
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (found !== undefined) return found;
  const known = pipelines.map((pipeline) => pipeline.name).join(', ');
  throw new Rejected(
    known ? `There is no pipeline ${name}. There are: ${known}.` : 'No slipway.yml has been applied yet.',
  );
}

/** @throws Rejected where there is no such stage, or several and none is named */
export function findStage(pipeline: Pipeline, name: string | undefined): Stage {
  if (name === undefined) {
    if (pipeline.stages.length === 1) return pipeline.stages[0];
    throw new Rejected(
      `Name a stage of ${pipeline.name}: ${pipeline.stages.map((stage) => stage.name).join(', ')}.`,
    );
  }
  const found = pipeline.stages.find((stage) => stage.name === name);
  if (found !== undefined) return found;
  throw new Rejected(
    `${pipeline.name} has no stage ${name}. It has: ${pipeline.stages.map((stage) => stage.name).join(', ')}.`,
  );
}
