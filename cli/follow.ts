import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentRecord } from '../shared/deployment/commands.ts';
import type { Deployment } from '../shared/deployment/model.ts';
import { formatAnswer, formatEnding, formatTrailEntry } from '../shared/reporting/answer.ts';
import { ask } from './ask.ts';
import { EXIT, Failure } from './exit-codes.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

const LOOK_EVERY_MS = 1000;

/** A short loss of the network is no reason to lose sight of a deployment. */
const MOST_FAILED_LOOKS = 30;

/**
 * Asks for a deployment and, with `wait`, shows its trail as it grows until the verdict. Exit code 0 is `verified`, or
 * without `wait` that the request was taken.
 */
export async function requestAndFollow(
  terminal: Terminal,
  settings: Settings,
  words: Parameters<typeof ask>[1],
  wait: boolean,
): Promise<void> {
  const answer = await ask(settings, words);
  if (answer.kind === 'rejected') terminal.exitCode = EXIT.failed;
  if (!wait || answer.kind !== 'requested') {
    return terminal.result(settings, answer, () => formatAnswer(answer, terminal.now()));
  }
  if (!settings.json) terminal.line(formatAnswer(answer, terminal.now()));
  const record = await follow(terminal, settings, answer.deployment);
  terminal.result(settings, { kind: 'show', record }, () => formatEnding(record));
  if (record.ending?.verdict !== 'verified') terminal.exitCode = EXIT.failed;
}

async function follow(terminal: Terminal, settings: Settings, { id }: Deployment): Promise<DeploymentRecord> {
  const interrupted = () => {
    terminal.note(`\nThe deployment goes on. See how with: slipway show ${id}`);
    // As shells say that Ctrl-C ended a command.
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    const shown = new Set<string>();
    for (;;) {
      const record = await look(settings, id);
      for (const entry of settings.json ? [] : record.trail) {
        if (shown.has(entry.step)) continue;
        shown.add(entry.step);
        terminal.line(formatTrailEntry(entry, record.deployment.requestedAt));
      }
      if (record.ending) return record;
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    process.off('SIGINT', interrupted);
  }
}

async function look(settings: Settings, deployment: string): Promise<DeploymentRecord> {
  for (let failed = 0; ; failed++) {
    try {
      const answer = await ask(settings, { command: 'show', deployment });
      if (answer.kind === 'show') return answer.record;
      const reason = answer.kind === 'rejected' ? answer.reason : `an answer of the kind ${answer.kind}`;
      throw new Failure(EXIT.failed, `The deployment ${deployment} cannot be shown: ${reason}`);
    } catch (error) {
      const isPassing = error instanceof Failure && error.exitCode === EXIT.unreachable;
      if (!isPassing || failed >= MOST_FAILED_LOOKS) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}
