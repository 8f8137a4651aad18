import { nextInLine } from './claim.ts';
import type { CommandPorts } from './command-ports.ts';
import type { Answer, Command, GateChange } from './commands.ts';
import { findPipeline, findPlace } from './find-place.ts';
import { freeze, resume, unfreeze } from './gates.ts';
import type { TargetState } from './target-state.ts';
import { nameOfTarget } from './targets.ts';

export type GateCommand = Extract<Command, { command: 'freeze' | 'unfreeze' | 'resume' }>;

/** Lets pushes be deployed or not, on the stage that is named or on all of the pipeline; whoever may go on is woken at once. */
export async function answerGate(command: GateCommand, by: string, ports: CommandPorts): Promise<Answer> {
  const places = await placesOf(command, ports);
  const since = ports.now();
  const targets: GateChange[] = [];
  for (const { stage, target } of places) {
    const key = ports.targetKey(target);
    const { changed, next } = await ports.ledger.changeTarget(key, (state) => {
      const after = changeOf(command, state, { by, since });
      const isChanged = after !== state;
      const goesOn = isChanged && command.command !== 'freeze' ? nextInLine(after) : undefined;
      return { state: after, result: { changed: isChanged, ...(goesOn ? { next: goesOn } : {}) } };
    });
    if (next !== undefined) await ports.wake(next);
    targets.push({ stage, service: nameOfTarget(target), target: key, changed });
  }
  const { pipeline } = command;
  return { kind: 'gate', command: command.command, pipeline, targets };
}

/** Without a stage all of the pipeline is meant: what is not to be deployed is not to be deployed anywhere. */
async function placesOf({ pipeline: name, stage, service }: GateCommand, ports: CommandPorts) {
  const pipeline = await findPipeline(name, ports);
  const stages = stage === undefined ? pipeline.stages.map((one) => one.name) : [stage];
  const places = await Promise.all(
    stages.map((one) =>
      findPlace({ pipeline: name, stage: one, ...(service === undefined ? {} : { service }) }, ports),
    ),
  );
  return places.flatMap(({ stage: found, targets }) =>
    targets.map((target) => ({ stage: found.name, target })),
  );
}

function changeOf(
  command: GateCommand,
  state: TargetState,
  who: { readonly by: string; readonly since: number },
): TargetState {
  switch (command.command) {
    case 'freeze':
      return freeze(state, { ...who, ...(command.reason === undefined ? {} : { reason: command.reason }) });
    case 'unfreeze':
      return unfreeze(state);
    case 'resume':
      return resume(state);
  }
}
