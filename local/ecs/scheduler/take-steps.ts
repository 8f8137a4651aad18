import type { Context } from '../context.ts';
import type { Deployment } from '../services/deployment.ts';
import type { ServiceDeployment } from '../services/service-deployment.ts';
import { Unsuccessful } from './cause.ts';
import { isStable } from './decide.ts';
import { runHooks } from './hooks/run-hooks.ts';
import type { ServiceScheduler } from './service-scheduler.ts';
import { type Act, isHookStage, isRolling, type Stage, type Step } from './stages.ts';
import { checkNetwork, shift } from './traffic.ts';
import { until } from './until.ts';
import { keptOf } from './view.ts';

/** Hours that a stage can last ("Deployment lifecycle stages" in the developer guide). */
const LONGEST_STAGE_HOURS = 24;

interface Journey {
  readonly context: Context;
  readonly scheduler: ServiceScheduler;
  readonly current: ServiceDeployment;
  readonly signal: AbortSignal;
}

/**
 * Takes a service deployment through its steps: each begins when the one before has come to its end.
 * @throws Unsuccessful where it is to be given up; the signal's reason when that fires
 */
export async function takeSteps(at: Journey, steps: readonly Step[]): Promise<void> {
  const { context, scheduler, current, signal } = at;
  await until(scheduler, () => current.status !== 'PENDING', signal);
  const fresh = !steps.some(({ stage }) => stage === 'RECONCILE_SERVICE');
  if (!current.rollback && !isRolling(current.configuration)) checkNetwork(context, current, fresh);
  for (const { stage, act } of steps) {
    if (stage) enter(at, stage);
    if (act) await perform(at, act, stage ?? 'PRODUCTION_TRAFFIC_SHIFT');
    if (!stage || !isHookStage(stage)) continue;
    try {
      await runHooks(context, { service: scheduler.service, current }, stage, signal);
    } catch (error) {
      // On the way back nothing is left to be decided: AWS names no consequence of a hook that fails there.
      if (!(current.rollback && error instanceof Unsuccessful)) throw error;
    }
  }
}

function enter({ context, current }: Journey, stage: Stage): void {
  // The API's enum has no PRE_PRODUCTION_TRAFFIC_SHIFT, though its hooks have.
  current.stage = stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : stage;
  current.updatedAt = context.clock.date();
}

function perform(at: Journey, act: Act, stage: Stage): Promise<void> | void {
  const { context, scheduler, current, signal } = at;
  const { target, keeper } = current;
  const others = () => scheduler.service.deployments.filter((one) => one !== target);
  switch (act.do) {
    case 'roll':
      return until(scheduler, () => stable(at, current.rollback?.to ?? target), signal);
    case 'reconcile': {
      const cutShort = others().filter((one) => one !== keeper);
      if (keeper)
        for (const traffic of ['production', 'test'] as const)
          shift(context, current, { traffic, percent: 0, stage });
      for (const one of cutShort) one.wanted = false;
      return until(scheduler, () => gone(at, cutShort) && (!keeper || stable(at, keeper)), signal);
    }
    case 'scale-up':
      target.wanted = true;
      return withinADay(at, stage, (limit) => until(scheduler, () => stable(at, target), limit));
    case 'shift':
      return shift(context, current, { ...act, stage });
    case 'wait':
      return context.clock.wait(act.minutes * 60, signal);
    case 'clean-up': {
      for (const one of others()) one.wanted = false;
      return until(scheduler, () => gone(at, others()) && stable(at, target), signal);
    }
    case 'give-up': {
      target.wanted = false;
      const to = current.rollback?.to;
      return until(scheduler, () => gone(at, [target]) && (!to || stable(at, to)), signal);
    }
  }
}

function stable({ context, scheduler: { service } }: Journey, deployment: Deployment): boolean {
  const kept = keptOf(service, context.targetGroups, true).find((one) => one.deployment === deployment);
  return kept !== undefined && isStable(kept.view);
}

const gone = ({ scheduler: { service } }: Journey, deployments: readonly Deployment[]) =>
  deployments.every((one) => !service.tasksOf(one).some(({ task }) => task.serving));

async function withinADay(
  { context, signal }: Journey,
  stage: Stage,
  wait: (limit: AbortSignal) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const timer = context.clock.after(LONGEST_STAGE_HOURS * 3600, () =>
    over.abort(new Unsuccessful(`${stage} did not end within ${LONGEST_STAGE_HOURS} hours.`)),
  );
  try {
    await wait(AbortSignal.any([signal, over.signal]));
  } finally {
    timer.cancel();
  }
}
