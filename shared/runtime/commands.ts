import { completeCallback } from '../aws/executions.ts';
import { diffConfig, formatProblem, parseConfig } from '../config/index.ts';
import { answerCommand } from '../deployment/answer-command.ts';
import type { CommandPorts } from '../deployment/command-ports.ts';
import type { Answer, Command } from '../deployment/commands.ts';
import { region } from './environment.ts';
import { image, lambda, ledger, now, requestPorts } from './services.ts';

/** Does what a person asked for. A request that comes again, under the same id, gets the first one's answer. */
export async function perform(command: Command, by: string, id?: string): Promise<Answer> {
  if (id !== undefined) {
    const known = await ledger().answered(id);
    if (known !== undefined) {
      const { deployments, ...rest } = known;
      return {
        kind: 'requested',
        deployments: await Promise.all(deployments.map((one) => ledger().deployment(one))),
        ...rest,
      };
    }
  }
  const answer = await answerCommand(command, by, commandPorts());
  if (id !== undefined && answer.kind === 'requested') {
    const { deployments, leftOut } = answer;
    const led = { deployments: deployments.map((one) => one.id), ...(leftOut ? { leftOut } : {}) };
    await ledger().rememberAnswer(id, led, now());
  }
  return answer;
}

function commandPorts(): CommandPorts {
  const wake = (token: string) => completeCallback(lambda(), token);
  return { ...requestPorts(), ledger: ledger(), findImage: image, wake, apply };
}

async function apply(
  { config: text, templates = {}, bundles = {}, dryRun = false }: Extract<Command, { command: 'apply' }>,
  who: string,
): Promise<Answer> {
  const files = new Map(Object.entries(templates).map(([file, content]) => [file, { text: content }]));
  const folders = new Map(Object.entries(bundles).map(([folder, content]) => [folder, { files: content }]));
  const parsed = parseConfig(text, 'slipway.yml', region(), files, folders);
  if (!parsed.ok) return { kind: 'rejected', reason: parsed.problems.map(formatProblem).join('\n') };
  const current = await ledger().config();
  const changes = diffConfig(current.pipelines, parsed.pipelines);
  if (dryRun || changes.length === 0)
    return { kind: 'applied', version: current.version, changes, stored: false };
  const stored = await ledger().storeConfig(
    current.version,
    { pipelines: parsed.pipelines, text },
    { who, at: now() },
  );
  if (!stored)
    return {
      kind: 'rejected',
      reason: 'Somebody else applied a slipway.yml just now: look at it and apply again.',
    };
  return { kind: 'applied', version: current.version + 1, changes, stored: true };
}
