import { answerGate } from './answer-gate.ts';
import type { CommandPorts } from './command-ports.ts';
import type { Answer, Command } from './commands.ts';
import { Rejected } from './errors.ts';
import { findPipeline, findPlace, findStage } from './find-place.ts';
import { findRelease } from './find-release.ts';
import { frozenToPersons } from './gates.ts';
import type { Deployment } from './model.ts';
import { requestDeployments } from './request.ts';
import { requestRollback } from './request-rollback.ts';
import { tellStatus } from './tell-status.ts';

const HISTORY_LIMIT = 20;

/**
 * Does what a person asked for, or says why not.
 * @param by who asked, for the record: `slack:alice`, `webhook`, `cli:arn:…`
 */
export async function answerCommand(command: Command, by: string, ports: CommandPorts): Promise<Answer> {
  try {
    return await act(command, by, ports);
  } catch (error) {
    if (error instanceof Rejected) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}

async function act(command: Command, by: string, ports: CommandPorts): Promise<Answer> {
  switch (command.command) {
    case 'apply':
      return ports.apply(command, by);
    case 'show': {
      const record = await ports.ledger.record(command.deployment);
      if (record === undefined) throw new Rejected(`There is no deployment ${command.deployment}.`);
      return { kind: 'show', record };
    }
    case 'history': {
      const pipeline = await findPipeline(command.pipeline, ports);
      const records = await ports.ledger.history(pipeline.name, command.limit ?? HISTORY_LIMIT);
      const wanted = command.stage ? findStage(pipeline, command.stage).name : undefined;
      const deployments = records.filter(({ deployment }) => !wanted || deployment.stage.name === wanted);
      return { kind: 'history', deployments };
    }
    case 'status':
      return { kind: 'status', targets: await tellStatus(command, ports) };
    case 'deploy':
      return { kind: 'requested', deployments: await deploy(command, by, ports) };
    case 'rollback':
      return requestRollback(command, by, ports);
    case 'freeze':
    case 'unfreeze':
    case 'resume':
      return answerGate(command, by, ports);
  }
}

async function deploy(
  { image: named, force, ...place }: Extract<Command, { command: 'deploy' }>,
  by: string,
  ports: CommandPorts,
): Promise<Deployment[]> {
  const { pipeline, stage, targets, configVersion } = await findPlace(place, ports);
  const release = await findRelease(named, pipeline, ports);
  if (!force) await refuseFrozen(targets.map(ports.targetKey), ports);
  const releases = targets.map((target) => ({ target, release }));
  // A person's wish outranks every push before it, and no push after it.
  const order = ports.now();
  const wanted = { pipeline, stage, releases, order, requestedBy: by, configVersion };
  const byHand = { byHand: true, ...(force ? { force } : {}) } as const;
  return requestDeployments({ ...wanted, kind: 'deploy', ...byHand }, ports);
}

/** A person is told at once, and asks again or insists; only a push waits. @throws Rejected */
async function refuseFrozen(targets: readonly string[], ports: CommandPorts): Promise<void> {
  for (const target of targets) {
    const { frozen } = await ports.ledger.target(target);
    if (frozen) throw new Rejected(frozenToPersons(frozen));
  }
}
