import type { DeploymentEnded } from '../../events/index.ts';
import { type Change, giveBack, nextInLine } from './claim.ts';
import type { DeploymentRecord } from './commands.ts';
import { HELD_HELP, hold } from './gates.ts';
import type { Deployment, Ending } from './model.ts';
import type { Ledger } from './ports.ts';
import { followUp } from './request.ts';
import { type MissedImagesPorts, requestMissedImages } from './request-missed-images.ts';
import { endedEvent } from './story.ts';
import type { TargetState } from './target-state.ts';
import { type TellUntoldPorts, tellUntold } from './tell-untold.ts';
import { ENDED_FOR_GOOD_MS, STARTS_WITHIN_MS } from './timing.ts';

/** Where the execution of a deployment is, by the account of whoever runs it. */
export type ExecutionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | {
      readonly kind: 'ended';
      /** In words: `it failed: Error: …`. */
      readonly how: string;
      /** Milliseconds since 1970. */
      readonly at: number;
    };

export interface ReconcilePorts extends Omit<MissedImagesPorts, 'ledger'>, Pick<TellUntoldPorts, 'tell'> {
  readonly ledger: MissedImagesPorts['ledger'] &
    TellUntoldPorts['ledger'] &
    Pick<Ledger, 'end' | 'target' | 'followerOf' | 'forgetUnfinished'> & {
      /** Deployments without a verdict, and those of whose verdict nobody has spoken. */
      unfinished(): Promise<Deployment[]>;
      record(id: string): Promise<DeploymentRecord | undefined>;
      changeTarget<Result>(key: string, change: (state: TargetState) => Change<Result>): Promise<Result>;
    };
  execution(deployment: string): Promise<ExecutionState>;
  wake(token: string): Promise<void>;
  announceEnd(event: DeploymentEnded): Promise<void>;
}

/** Ids of deployments, by what was done about them. */
export interface Reconciled {
  readonly launched: string[];
  readonly requested: string[];
  readonly ended: string[];
  readonly followedBy: string[];
  /** Or of builds: people were told of their end. */
  readonly told: string[];
  readonly failures: string[];
}

/**
 * Finds what no event and no timer will ever move again: deployments that were never started or whose execution is
 * lost, targets that are kept by those, images that were never requested, and ends that nobody was told of. What is found is repaired so that a crash on
 * the way, and a second run at the same time, change nothing.
 */
export async function reconcile(ports: ReconcilePorts): Promise<Reconciled> {
  const report: Reconciled = {
    launched: [],
    requested: [],
    ended: [],
    followedBy: [],
    told: [],
    failures: [],
  };
  const unfinished = await ports.ledger.unfinished();
  for (const deployment of unfinished) {
    try {
      await lookAfter(deployment, ports, report);
    } catch (error) {
      // One that cannot be helped must not keep the others from it: it is tried again next time.
      report.failures.push(`${deployment.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const target of new Set(unfinished.map((deployment) => deployment.target))) await nudge(target, ports);
  await requestMissedImages(ports, report);
  await tellUntold(ports, report);
  return report;
}

async function lookAfter(deployment: Deployment, ports: ReconcilePorts, report: Reconciled): Promise<void> {
  const { id, requestedAt } = deployment;
  const now = ports.now();
  if (now - requestedAt < STARTS_WITHIN_MS) return;
  const record = await ports.ledger.record(id);
  if (record === undefined) return ports.ledger.forgetUnfinished(id);
  const execution = await ports.execution(id);
  switch (execution.kind) {
    case 'running':
      return;
    case 'none':
      if (record.ending !== undefined || record.trail.length > 0)
        return conclude(record, 'it is gone', ports, report);
      await ports.launch(id);
      report.launched.push(id);
      return;
    case 'ended':
      // An invocation of it may still be at work.
      if (now - execution.at < ENDED_FOR_GOOD_MS) return;
      return conclude(record, execution.how, ports, report);
  }
}

/** The end of one whose execution is over: a new one, or what is left to do of one that it came to. */
async function conclude(record: DeploymentRecord, how: string, ports: ReconcilePorts, report: Reconciled) {
  const { deployment, ending } = record;
  await tellEnd(deployment, ending ?? (await bury(record, how, ports, report)), ports);
}

/** What the end of a deployment leads to, its target aside. Only then does nobody come back for it. */
async function tellEnd(deployment: Deployment, ending: Ending, ports: ReconcilePorts): Promise<void> {
  await ports.announceEnd(endedEvent(deployment, ending));
  const follower = await ports.ledger.followerOf(deployment.id);
  if (follower !== undefined) await ports.wake(follower);
  await ports.ledger.forgetUnfinished(deployment.id);
}

/** Frees what a dead deployment held, has its work taken up once, and only then ends it: a crash before that repeats all. */
async function bury(
  { deployment: dead, trail }: DeploymentRecord,
  how: string,
  ports: ReconcilePorts,
  report: Reconciled,
): Promise<Ending> {
  const now = ports.now();
  const lost = `The execution of this deployment ended before its verdict: ${how}.`;
  const { state, next } = await ports.ledger.changeTarget(dead.target, (before) => {
    const freed = giveBack(before, dead.id);
    const why = `${dead.id}, which took up the work of ${dead.follows}, was lost too: ${how}`;
    const after = dead.follows ? hold(freed.state, why, { deployment: dead.id, since: now }) : freed.state;
    return { state: after, result: { state: after, ...(freed.result ? { next: freed.result } : {}) } };
  });
  if (next !== undefined) await ports.wake(next);

  let conclusion: Pick<Ending, 'reason' | 'held'>;
  if (dead.follows) {
    const reason = `${lost} It had taken up the work of ${dead.follows}, so it is not tried again. The target is held: ${HELD_HELP}.`;
    conclusion = { reason, held: true };
  } else {
    const hadBegun = trail.some(({ step }) => step === 'roll:started');
    const { id } = await followUp(dead, hadBegun, goBackTo(dead, state), ports);
    report.followedBy.push(id);
    conclusion = { reason: `${lost} ${id} takes up its work.` };
  }
  const ending = { verdict: 'failed', ...conclusion, endedAt: now } as const;
  const kept = await ports.ledger.end(dead, ending);
  report.ended.push(dead.id);
  return kept;
}

/** The good release, where the dead one was about to restore it: its own release is known to be bad. */
function goBackTo(dead: Deployment, { rolledBack, good }: TargetState) {
  const wasBad = rolledBack?.some(
    ({ digest, deployment }) => digest === dead.release.digest && deployment === dead.id,
  );
  return wasBad ? good[0] : undefined;
}

/** Frees a target whose holder has its verdict, and wakes who could have it: the one who should have done so is gone. */
async function nudge(target: string, ports: ReconcilePorts): Promise<void> {
  const { claim } = await ports.ledger.target(target);
  const holder = claim && (await ports.ledger.record(claim.deployment));
  const next = await ports.ledger.changeTarget(target, (state) => {
    const isOver = holder?.ending !== undefined && state.claim?.deployment === claim?.deployment;
    const freed = isOver && claim ? giveBack(state, claim.deployment).state : state;
    const isHeld = freed.claim !== undefined && freed.claim.leaseUntil > ports.now();
    return { state: freed, result: isHeld ? undefined : nextWhoMay(freed) };
  });
  if (next !== undefined) await ports.wake(next);
}

/** Nobody is woken for a gate that is shut: each time that one asks adds to its execution's operations. */
function nextWhoMay(state: TargetState): string | undefined {
  const { waiting: _, ...withoutPushes } = state;
  return nextInLine(state.frozen || state.held ? withoutPushes : state);
}
