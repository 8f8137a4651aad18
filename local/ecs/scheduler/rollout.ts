import { serviceDeploymentArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { announceDeployment } from '../services/announce.ts';
import { type Deployment, makeDeployment } from '../services/deployment.ts';
import type { Service } from '../services/service.ts';
import {
  endServiceDeployment,
  makeServiceDeployment,
  type ServiceDeployment,
} from '../services/service-deployment.ts';
import { makeRevision } from '../services/service-revision.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import { bakeMinutesOf, watchedAlarms } from './alarms.ts';
import { byAlarm, byBreaker, byUser, type Cause, Unsuccessful } from './cause.ts';
import type { ServiceScheduler } from './service-scheduler.ts';
import { isRolling, type Step, stepsBack, stepsOf } from './stages.ts';
import { takeSteps } from './take-steps.ts';

/**
 * "The last deployment that completed successfully" (API reference, DeploymentCircuitBreaker). In a rolling update it is
 * none where that one was being rolled back to when this one began: it is IN_PROGRESS then, not COMPLETED.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
function candidateOf({ completed }: Service, { configuration }: ServiceDeployment): Deployment | undefined {
  return isRolling(configuration) && completed?.rolloutState !== 'COMPLETED' ? undefined : completed;
}

const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.';

/** The turns in the life of a deployment. Who decides when to take them is the scheduler, or a caller of the API. */
export class Rollout {
  readonly #context: Context;
  readonly #scheduler: ServiceScheduler;
  readonly #unwatchAlarms: () => void;
  #journey = new AbortController();

  constructor(context: Context, scheduler: ServiceScheduler) {
    this.#context = context;
    this.#scheduler = scheduler;
    this.#unwatchAlarms = context.alarms.watch((name) => this.#alarmed(name));
  }

  /** A new revision becomes the PRIMARY; what was rolling until now is given up for it. */
  begin(definition: Revision): void {
    const service = this.#service;
    const { configuration, current } = service;
    const now = this.#now();
    const keeper = service.completed;
    const revision = makeRevision(this.#context, service, { definition, serving: keeper?.revision });
    const deployment = makeDeployment(revision, now);
    deployment.wanted = isRolling(configuration);
    if (current)
      endServiceDeployment(service, current, {
        // A rollback that is cut short did not bring the service back.
        status: current.rollback ? 'ROLLBACK_FAILED' : 'STOPPED',
        reason: 'A new service deployment was started.',
        now,
      });
    const alarms = watchedAlarms(this.#context, configuration);
    const begun = makeServiceDeployment({
      arn: serviceDeploymentArn(this.#context.account, service.cluster.name, service.name),
      createdAt: now,
      target: deployment,
      keeper,
      sources: [...new Set(service.deployments.map((one) => one.revision))],
      configuration,
      alarms: { watched: alarms, triggered: [] },
    });
    const reconciles = service.deployments.some(
      (one) => one !== keeper && service.tasksOf(one).some(({ task }) => task.serving),
    );
    service.begin(begun);
    service.deployments.unshift(deployment);
    service.steady = false;
    if (service.controller === 'ECS')
      announceDeployment(this.#context, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
    const bakeMinutes = bakeMinutesOf(this.#context, configuration, alarms);
    const keeps = keeper !== undefined;
    this.#travel(begun, stepsOf({ configuration, keeps, reconciles, bakeMinutes }));
  }

  /** What is asked for becomes what is done, with the scheduler's first look at it. */
  start(): void {
    const { current } = this.#service;
    if (current?.status === 'ROLLBACK_REQUESTED') this.#giveUp(byUser(true));
    if (current?.status !== 'PENDING') return;
    current.status = 'IN_PROGRESS';
    current.startedAt = this.#now();
    current.updatedAt = current.startedAt;
  }

  /** The circuit breaker: too many tasks failed. */
  trip(): void {
    this.#giveUp(byBreaker(this.#service.configuration.deploymentCircuitBreaker?.rollback ?? false));
  }

  /** StopServiceDeployment with ROLLBACK. The way back begins with the scheduler's next look. */
  stopAndRollBack(current: ServiceDeployment): void {
    current.status = 'ROLLBACK_REQUESTED';
    current.updatedAt = this.#now();
  }

  /** StopServiceDeployment with ABORT: tasks and traffic stay as they are, of both revisions. */
  abort(): void {
    this.#giveUp(byUser(false));
  }

  /** A deployment that was given up shows FAILED when the last of its tasks no longer serves. */
  settleAbandoned(): void {
    const service = this.#service;
    for (const one of service.deployments) {
      if (one === service.primary || !one.abandoned || one.rolloutState !== 'IN_PROGRESS') continue;
      if (!service.tasksOf(one).some(({ task }) => task.serving)) this.#fail(one, one.abandoned);
    }
  }

  /** The service is deleted: nothing goes on. */
  halt(): void {
    this.#journey.abort();
    this.#unwatchAlarms();
  }

  get #service(): Service {
    return this.#scheduler.service;
  }

  /** Leaves the way that it was on for another, and takes note of how that one ends. */
  #travel(current: ServiceDeployment, steps: readonly Step[]): void {
    this.#journey.abort();
    const journey = new AbortController();
    this.#journey = journey;
    const at = { context: this.#context, scheduler: this.#scheduler, current, signal: journey.signal };
    takeSteps(at, steps).then(
      () => {
        if (!journey.signal.aborted) this.#complete(current);
      },
      (error: unknown) => {
        if (!journey.signal.aborted) this.#wentWrong(current, error);
      },
    );
  }

  #wentWrong(current: ServiceDeployment, error: unknown): void {
    if (!(error instanceof Unsuccessful)) console.error(`local cloud: ${current.arn} failed:`, error);
    const { why } =
      error instanceof Unsuccessful ? error : new Unsuccessful(`the local cloud failed: ${error}`);
    if (!current.rollback) this.#giveUp(why);
    else {
      if (current.rollback.to) this.#state(current.rollback.to, 'FAILED', why.failed);
      this.#end(current, 'ROLLBACK_FAILED', why.reason);
    }
    this.#scheduler.wake();
  }

  #complete(current: ServiceDeployment): void {
    const service = this.#service;
    const { primary } = service;
    if (!primary) return;
    service.completed = primary;
    this.#state(primary, 'COMPLETED', `ECS deployment ${primary.id} completed.`);
    if (service.controller === 'ECS') {
      service.tell(`(deployment ${primary.id}) deployment completed.`, this.#now());
      announceDeployment(this.#context, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED');
    }
    this.#end(current, current.rollback ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL');
    service.deployments = [primary];
    // Completed is steady: said in the next look, from what is then.
    this.#scheduler.wake();
  }

  #alarmed(name: string): void {
    const { current, configuration } = this.#service;
    if (!current || current.rollback || !current.alarms.watched.includes(name)) return;
    if (this.#context.alarms.find(name)?.value !== 'ALARM') return;
    current.alarms.triggered.push(name);
    this.#giveUp(byAlarm(configuration.alarms?.rollback ?? false));
    this.#scheduler.wake();
  }

  #giveUp(cause: Cause): void {
    const service = this.#service;
    const { current } = service;
    if (!current || current.rollback) return;
    current.cause = cause;
    current.target.abandoned = cause;
    if (cause.event)
      service.tell(`(deployment ${current.target.id}) deployment failed: ${cause.event}`, this.#now());
    this.#scheduler.forgetFailures();
    if (cause.rollsBack) this.#rollBack(current, cause);
    else {
      this.#fail(current.target, cause);
      this.#end(current, 'STOPPED', cause.reason);
    }
  }

  #rollBack(current: ServiceDeployment, cause: Cause): void {
    const service = this.#service;
    const given = current.target;
    const to = candidateOf(service, current);
    current.rollback = { reason: cause.reason, startedAt: this.#now(), to };
    current.statusReason = cause.reason;
    current.updatedAt = this.#now();
    if (!to) {
      this.#fail(given, cause);
      this.#end(current, 'ROLLBACK_FAILED', NO_CANDIDATE);
      return;
    }
    current.status = 'ROLLBACK_IN_PROGRESS';
    service.deployments = [to, ...service.deployments.filter((one) => one !== to)];
    service.workload = to.revision.workload;
    to.failedTasks = 0;
    to.wanted = true;
    this.#state(to, 'IN_PROGRESS', `${cause.from}: rolling back to deploymentId ${to.id}.`);
    service.tell(`rolling back to deployment ${to.id}.`, this.#now());
    announceDeployment(this.#context, service, to, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
    this.#travel(current, stepsBack(current.configuration, current.shifted));
  }

  #end(
    current: ServiceDeployment,
    status: 'SUCCESSFUL' | 'STOPPED' | 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED',
    reason?: string,
  ): void {
    this.#journey.abort();
    endServiceDeployment(this.#service, current, {
      status,
      ...(reason === undefined ? {} : { reason }),
      now: this.#now(),
    });
  }

  #fail(one: Deployment, cause: Cause): void {
    this.#state(one, 'FAILED', cause.failed);
    const { deploymentCircuitBreaker: breaker, alarms } = this.#service.configuration;
    // The event is documented for services with the breaker or alarms only.
    if (breaker?.enable || alarms?.enable)
      announceDeployment(this.#context, this.#service, one, 'SERVICE_DEPLOYMENT_FAILED');
  }

  #state(one: Deployment, state: Deployment['rolloutState'], reason: string): void {
    one.rolloutState = state;
    one.rolloutStateReason = reason;
    one.updatedAt = this.#now();
  }

  #now(): Date {
    return this.#context.clock.date();
  }
}
