import { serviceDeploymentArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { announceDeployment } from '../services/announce.ts';
import { type Deployment, makeDeployment } from '../services/deployment.ts';
import type { Service } from '../services/service.ts';
import { endServiceDeployment, type ServiceDeployment } from '../services/service-deployment.ts';
import { makeRevision } from '../services/service-revision.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';

const TRIPPED = 'ECS deployment circuit breaker: tasks failed to start.';
const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.';

/** The steps in the life of a deployment. Who decides when to take them is the scheduler, or a caller of the API. */
export class Rollout {
  readonly #context: Context;
  readonly #service: Service;

  constructor(context: Context, service: Service) {
    this.#context = context;
    this.#service = service;
  }

  /** A new revision becomes the PRIMARY; what was rolling until now is given up for it. */
  begin(definition: Revision): void {
    const service = this.#service;
    const now = this.#now();
    const revision = makeRevision(this.#context, service, definition);
    const deployment = makeDeployment(revision, now);
    const { current } = service;
    if (current)
      endServiceDeployment(service, current, {
        // A rollback that is cut short did not bring the service back.
        status: current.rollback ? 'ROLLBACK_FAILED' : 'STOPPED',
        reason: 'A new service deployment was started.',
        now,
      });
    service.revisions.unshift(revision);
    service.serviceDeployments.unshift({
      arn: serviceDeploymentArn(this.#context.account, service.cluster.name, service.name),
      createdAt: now,
      updatedAt: now,
      target: deployment,
      sources: [...new Set(service.deployments.map((one) => one.revision))],
      configuration: service.configuration,
      startedAt: undefined,
      finishedAt: undefined,
      stoppedAt: undefined,
      status: 'PENDING',
      statusReason: undefined,
      rollback: undefined,
      tripped: false,
      counts: undefined,
    });
    service.deployments.unshift(deployment);
    service.steady = false;
    if (service.controller === 'ECS')
      announceDeployment(this.#context, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  }

  /** PENDING becomes IN_PROGRESS with the scheduler's first look at it. */
  start(): void {
    const { current } = this.#service;
    if (current?.status !== 'PENDING') return;
    current.status = 'IN_PROGRESS';
    current.startedAt = this.#now();
    current.updatedAt = current.startedAt;
  }

  complete(): void {
    const service = this.#service;
    const { primary, current } = service;
    if (!primary) return;
    this.#state(primary, 'COMPLETED', `ECS deployment ${primary.id} completed.`);
    if (service.controller === 'ECS') {
      service.tell(`(deployment ${primary.id}) deployment completed.`, this.#now());
      announceDeployment(this.#context, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED');
    }
    if (current)
      endServiceDeployment(service, current, {
        status: current.rollback ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL',
        now: this.#now(),
      });
    service.deployments = [primary];
  }

  /** The circuit breaker: too many tasks failed. */
  trip(): void {
    const service = this.#service;
    const { primary, current } = service;
    if (!primary || !current) return;
    current.tripped = true;
    primary.abandoned = 'by-breaker';
    service.tell(`(deployment ${primary.id}) deployment failed: tasks failed to start.`, this.#now());
    if (service.configuration.deploymentCircuitBreaker?.rollback) {
      this.#rollBack(current, {
        reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
        from: 'ECS deployment circuit breaker',
      });
      return;
    }
    this.#fail(primary);
    endServiceDeployment(service, current, { status: 'STOPPED', reason: TRIPPED, now: this.#now() });
  }

  /** StopServiceDeployment with ROLLBACK. */
  stopAndRollBack(current: ServiceDeployment): void {
    current.target.abandoned = 'by-user';
    current.status = 'ROLLBACK_REQUESTED';
    this.#rollBack(current, {
      reason: 'Service deployment rolled back because it was stopped by a user.',
      from: 'Service deployment stopped',
    });
  }

  /** StopServiceDeployment with ABORT: tasks stay as they are, of both revisions. */
  abort(current: ServiceDeployment): void {
    current.target.abandoned = 'by-user';
    this.#state(current.target, 'FAILED', 'Service deployment was stopped by a user.');
    endServiceDeployment(this.#service, current, {
      status: 'STOPPED',
      reason: 'Service deployment was stopped by a user.',
      now: this.#now(),
    });
  }

  /** A deployment that was given up shows FAILED when the last of its tasks no longer serves. */
  settleAbandoned(): void {
    const service = this.#service;
    for (const one of service.deployments) {
      if (one === service.primary || !one.abandoned || one.rolloutState !== 'IN_PROGRESS') continue;
      if (!service.tasksOf(one).some(({ task }) => task.serving)) this.#fail(one);
    }
  }

  #rollBack(current: ServiceDeployment, { reason, from }: { reason: string; from: string }): void {
    const service = this.#service;
    const given = current.target;
    // Only a deployment that completed: the one of a rollback that is still running is none.
    const to = service.deployments.find((one) => one !== given && one.rolloutState === 'COMPLETED');
    current.rollback = { reason, startedAt: this.#now(), to };
    current.statusReason = reason;
    current.updatedAt = this.#now();
    if (!to) {
      this.#fail(given);
      endServiceDeployment(service, current, {
        status: 'ROLLBACK_FAILED',
        reason: NO_CANDIDATE,
        now: this.#now(),
      });
      return;
    }
    current.status = 'ROLLBACK_IN_PROGRESS';
    service.deployments = [to, ...service.deployments.filter((one) => one !== to)];
    service.workload = to.revision.workload;
    to.failedTasks = 0;
    this.#state(to, 'IN_PROGRESS', `${from}: rolling back to deploymentId ${to.id}.`);
    service.tell(`rolling back to deployment ${to.id}.`, this.#now());
    announceDeployment(this.#context, service, to, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  }

  #fail(one: Deployment): void {
    const byBreaker = one.abandoned === 'by-breaker';
    this.#state(one, 'FAILED', byBreaker ? TRIPPED : 'Service deployment was stopped by a user.');
    // The event is documented for services with the breaker or alarms only.
    if (byBreaker) announceDeployment(this.#context, this.#service, one, 'SERVICE_DEPLOYMENT_FAILED');
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
