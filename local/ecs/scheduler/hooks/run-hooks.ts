import type { DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { announceHook } from '../../services/announce.ts';
import type { Service } from '../../services/service.ts';
import type { ServiceDeployment } from '../../services/service-deployment.ts';
import { Unsuccessful } from '../cause.ts';
import { askFunction } from './ask-function.ts';
import { type HookRun, isPause, makeHookRun } from './hook-run.ts';

/** What becomes of a hook that neither failed nor was cut short. */
type Ending = 'SUCCEEDED' | 'TIMED_OUT';

/**
 * Runs the hooks of a stage, all at once, and waits for all of them.
 * @throws Unsuccessful with the first that failed; the others are left at that. The signal's reason when it fires.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export async function runHooks(
  context: Context,
  { service, current }: { service: Service; current: ServiceDeployment },
  stage: DeploymentLifecycleHookStage,
  signal: AbortSignal,
): Promise<void> {
  const hooks = current.configuration.lifecycleHooks?.filter((hook) => hook.lifecycleStages?.includes(stage));
  if (!hooks?.length) return;
  const runs = hooks.map((hook) => makeHookRun(hook, stage, context.clock));
  current.hooks = runs;
  const others = new AbortController();
  const either = AbortSignal.any([signal, others.signal]);
  const tell = (run: HookRun) => announceHook(context, service, current, run);
  try {
    await Promise.all(
      runs.map(async (run) => {
        tell(run);
        try {
          run.status = await endOf(context, { service, current, run }, either);
        } catch (error) {
          if (either.aborted || !(error instanceof Unsuccessful)) throw error;
          // One that ran out of time keeps that as its status.
          if (run.status !== 'TIMED_OUT') run.status = 'FAILED';
          tell(run);
          throw error;
        }
        tell(run);
      }),
    );
  } finally {
    others.abort();
  }
}

async function endOf(
  context: Context,
  at: { service: Service; current: ServiceDeployment; run: HookRun },
  signal: AbortSignal,
): Promise<Ending> {
  signal.throwIfAborted();
  const { run } = at;
  const timeout = Promise.withResolvers<Ending>();
  const timer = context.clock.after(run.timeoutMinutes * 60, () => timeout.resolve('TIMED_OUT'));
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const cut = Promise.withResolvers<never>();
  const onCut = () => cut.reject(signal.reason);
  signal.addEventListener('abort', onCut);
  try {
    const work = isPause(run.hook) ? awaitAnswer(run) : askFunction(context, at, either);
    // The loser of the race ends with `over`, and what it says then is of no interest.
    work.catch(() => undefined);
    const ending = await Promise.race([work.then((): Ending => 'SUCCEEDED'), timeout.promise, cut.promise]);
    if (ending === 'TIMED_OUT' && run.timeoutAction === 'ROLLBACK') {
      run.status = 'TIMED_OUT';
      throw new Unsuccessful(
        `${run.stage} lifecycle hook(s) failed. Lifecycle hook ${run.id} timed out after ${run.timeoutMinutes} minutes.`,
      );
    }
    return ending;
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', onCut);
    over.abort();
  }
}

async function awaitAnswer(run: HookRun): Promise<void> {
  if ((await run.answer.promise) === 'ROLLBACK')
    throw new Unsuccessful(
      `${run.stage} lifecycle hook(s) failed. Lifecycle hook ${run.id} was answered with ROLLBACK.`,
    );
}
