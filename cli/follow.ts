import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, DeploymentRecord } from '../shared/deployment/commands.ts';
import { nameOfTarget } from '../shared/deployment/targets.ts';
import { formatAnswer, formatEnding, formatTrailEntry } from '../shared/reporting/answer.ts';
import { ask } from './ask.ts';
import { EXIT, Failure } from './exit-codes.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { worstVerdict } from './worst-verdict.ts';

const LOOK_EVERY_MS = 1000;

/** A short loss of the network is no reason to lose sight of a deployment. */
const MOST_FAILED_LOOKS = 30;

type Requested = Extract<Answer, { kind: 'requested' }>;

/**
 * Asks for deployments and, with `wait`, shows their trails as they grow until each has its verdict. Exit code 0 is that
 * all are `verified`, or without `wait` that the request was taken for all targets.
 */
export async function requestAndFollow(
  terminal: Terminal,
  settings: Settings,
  words: Parameters<typeof ask>[1],
  wait: boolean,
): Promise<void> {
  const answer = await ask(settings, words);
  if (answer.kind === 'rejected') terminal.exitCode = EXIT.failed;
  if (answer.kind === 'requested' && answer.leftOut !== undefined) terminal.exitCode = EXIT.failed;
  if (!wait || answer.kind !== 'requested') {
    return terminal.result(settings, answer, () => formatAnswer(answer, terminal.now()));
  }
  if (!settings.json) terminal.line(formatAnswer(answer, terminal.now()));
  const records = await follow(terminal, settings, answer);
  const verdict = worstVerdict(records);
  const { leftOut } = answer;
  terminal.result(settings, { kind: 'followed', verdict, records, ...(leftOut ? { leftOut } : {}) }, () =>
    records.map((record) => `${ofWhich(record)}${formatEnding(record)}`).join('\n'),
  );
  if (verdict !== 'verified') terminal.exitCode = EXIT.failed;
}

async function follow(
  terminal: Terminal,
  settings: Settings,
  { deployments }: Requested,
): Promise<DeploymentRecord[]> {
  const ids = deployments.map(({ id }) => id);
  const interrupted = () => {
    const one = ids.length === 1 ? 'The deployment goes on' : 'The deployments go on';
    terminal.note(`\n${one}. See how with: ${ids.map((id) => `slipway show ${id}`).join('; ')}`);
    // As shells say that Ctrl-C ended a command.
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    const ended = new Map<string, DeploymentRecord>();
    const shown = new Set<string>();
    for (;;) {
      for (const id of ids) {
        if (ended.has(id)) continue;
        const record = await look(settings, id);
        if (!settings.json) showNews(terminal, record, shown);
        if (record.ending) ended.set(id, record);
      }
      if (ended.size === ids.length) return ids.flatMap((id) => ended.get(id) ?? []);
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    process.off('SIGINT', interrupted);
  }
}

/** What the trail has that was not shown yet. */
function showNews(terminal: Terminal, record: DeploymentRecord, shown: Set<string>): void {
  const { deployment, trail } = record;
  for (const entry of trail) {
    const name = `${deployment.id} ${entry.step}`;
    if (shown.has(name)) continue;
    shown.add(name);
    terminal.line(`${ofWhich(record)}${formatTrailEntry(entry, deployment.requestedAt)}`);
  }
}

/** `worker: ` where several targets are followed, else nothing. */
function ofWhich({ deployment: { stage } }: DeploymentRecord): string {
  return stage.oneOf === undefined ? '' : `${nameOfTarget(stage.target)}: `;
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
