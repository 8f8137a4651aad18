import type { Timer } from '../../clock.ts';
import { rememberEnded } from '../clusters.ts';
import type { Context } from '../context.ts';
import { announceAction } from '../services/announce.ts';
import type { Deployment } from '../services/deployment.ts';
import type { Service, ServiceTask } from '../services/service.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import { type Action, decide, isBlocked, isStable } from './decide.ts';
import { launch } from './launch.ts';
import { Rollout } from './rollout.ts';
import { startDelay } from './start-delay.ts';
import { healthOf } from './task-health.ts';
import { type Kept, keptOf } from './view.ts';

/** Failures in a row at which a service is said to be unable to start tasks. AWS names no number for it. */
const IMPAIRED_AFTER = 3;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
const BLOCKED =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
  'Update the minimumHealthyPercent or maximumPercent value and try again.';

/**
 * Keeps one service as it should be: after each change of a task, a target or the service itself it looks at all of
 * it once, and does what `decide` says. There is no polling: nothing changes without a wake-up.
 */
export class ServiceScheduler {
  readonly service: Service;
  readonly rollout: Rollout;
  readonly #context: Context;
  readonly #watched = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();
  #awake = false;
  #failuresInARow = 0;
  #delay: Timer | undefined;
  #retry: Timer | undefined;

  constructor(context: Context, service: Service) {
    this.#context = context;
    this.service = service;
    this.rollout = new Rollout(context, this);
  }

  /** Begins to roll a task definition out. */
  deploy(definition: Revision): void {
    this.rollout.begin(definition);
    this.forgetFailures();
    this.#watchTargets();
    this.wake();
  }

  /** Another version may start at once, however the last one failed. */
  forgetFailures(): void {
    this.#failuresInARow = 0;
    this.#delay?.cancel();
    this.#delay = undefined;
  }

  /** Something is another. Looks at the service soon, once for all changes until then. */
  wake(): void {
    if (this.#awake) return;
    this.#awake = true;
    const end = this.#context.clock.begin(`a look at service ${this.service.name}`);
    setImmediate(() => {
      this.#awake = false;
      this.#pass();
      end();
    });
  }

  /** Calls back after each look. Returns how to stop that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.rollout.halt();
    for (const unwatch of this.#watched.values()) unwatch();
    this.#watched.clear();
    this.#delay?.cancel();
    this.#retry?.cancel();
  }

  #pass(): void {
    const { service } = this;
    this.rollout.start();
    this.#takeNote();
    this.rollout.settleAbandoned();
    const kept = keptOf(service, this.#context.targetGroups, this.#delay === undefined);
    if (service.status !== 'ACTIVE') this.#wind(service);
    else if (kept.length > 0) {
      for (const one of kept) this.#keep(one);
      const steady =
        kept.every(({ view }) => isStable(view)) && service.primary?.rolloutState === 'COMPLETED';
      if (steady && !service.steady) {
        service.tell('has reached a steady state.', this.#now());
        announceAction(this.#context, service, 'SERVICE_STEADY_STATE');
      }
      service.steady = steady;
    }
    for (const listener of this.#listeners) listener();
  }

  /** A deleted service ends all its tasks, and is gone with the last of them. */
  #wind(service: Service): void {
    for (const { task } of service.tasks)
      task.end(
        'ServiceSchedulerInitiated',
        `Scaling activity initiated by (deployment ${service.primary?.id})`,
      );
    if (service.tasks.size > 0) return;
    service.status = 'INACTIVE';
    service.deployments = [];
    rememberEnded(service.cluster, this);
    this.close();
  }

  /** What tasks have come to since the last look: healthy for the first time, failed, gone. */
  #takeNote(): void {
    for (const one of this.service.tasks) {
      if (one.task.lastStatus === 'STOPPED') this.service.tasks.delete(one);
      const { healthy, failing } = healthOf(one, this.#context.targetGroups);
      if (healthy && !one.everHealthy) {
        one.everHealthy = true;
        this.#failuresInARow = 0;
        const breaker = this.service.configuration.deploymentCircuitBreaker;
        if (breaker?.resetOnHealthyTask ?? true) one.deployment.failedTasks = 0;
      }
      if (failing && !one.toldUnhealthy) {
        one.toldUnhealthy = true;
        this.service.tell(failing.message, this.#now());
        // It counts when its check has failed, whenever its place is needed.
        this.#failed(one.deployment, one.everHealthy);
      }
      if (one.task.ending.aborted && !one.noted) {
        one.noted = true;
        const { stopCode } = one.task;
        const byItself = stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart';
        if (byItself && !one.toldUnhealthy) this.#failed(one.deployment, one.everHealthy);
      }
    }
  }

  #failed(deployment: Deployment, everHealthy: boolean): void {
    const { service } = this;
    if (deployment.rolloutState === 'IN_PROGRESS' && !deployment.abandoned) deployment.failedTasks++;
    if (everHealthy || deployment !== service.primary) return;
    this.#failuresInARow++;
    this.#delay?.cancel();
    this.#delay = this.#context.clock.after(startDelay(this.#failuresInARow), () => {
      this.#delay = undefined;
      this.wake();
    });
    if (this.#failuresInARow !== IMPAIRED_AFTER) return;
    service.tell('is unable to consistently start tasks successfully.', this.#now());
    announceAction(this.#context, service, 'SERVICE_TASK_START_IMPAIRED');
  }

  #stop(actions: readonly Action[]): void {
    const { service } = this;
    const stopped: ServiceTask[] = [];
    for (const action of actions) {
      if (action.do !== 'stop') continue;
      const one = [...service.tasks].find(({ task }) => task.id === action.task);
      if (!one) continue;
      stopped.push(one);
      one.noted = true;
      const { failing } = healthOf(one, this.#context.targetGroups);
      one.task.end(
        'ServiceSchedulerInitiated',
        failing && action.because === 'unhealthy'
          ? failing.stoppedReason
          : `Scaling activity initiated by (deployment ${service.primary?.id})`,
      );
    }
    if (stopped.length > 0)
      service.tell(
        `has stopped ${stopped.length} running tasks: ${stopped.map(({ task }) => `(task ${task.id})`).join(' ')}.`,
        this.#now(),
      );
  }

  #keep({ deployment, view }: Kept): void {
    const actions = decide(view);
    if (!deployment.toldBlocked && isBlocked(view)) {
      deployment.toldBlocked = true;
      this.service.tell(BLOCKED, this.#now());
    }
    this.#stop(actions);
    for (const action of actions) {
      if (action.do === 'trip') {
        this.rollout.trip();
        this.wake();
      }
      if (action.do === 'start') this.#start(deployment, action.count);
    }
  }

  #start(deployment: Deployment, count: number): void {
    const wake = () => this.wake();
    if (launch(this.#context, this.service, { deployment, count, wake })) return;
    // "A task is considered a failure if the service scheduler can't launch the task" (API reference, Deployment).
    this.#failed(deployment, false);
    // The breaker is looked at in the next pass. Nothing makes a deployment wait that is not the newest: that is asked for
    // again later.
    if (deployment === this.service.primary) this.wake();
    else
      this.#retry ??= this.#context.clock.after(startDelay(1), () => {
        this.#retry = undefined;
        this.wake();
      });
  }

  /** Every group that one of its deployments has targets in. */
  #watchTargets(): void {
    for (const { revision } of this.service.deployments)
      for (const { targetGroupArn } of revision.targets) {
        if (targetGroupArn === undefined || this.#watched.has(targetGroupArn)) continue;
        this.#watched.set(
          targetGroupArn,
          this.#context.targetGroups.watch(targetGroupArn, () => this.wake()),
        );
      }
  }

  #now(): Date {
    return this.#context.clock.date();
  }
}
