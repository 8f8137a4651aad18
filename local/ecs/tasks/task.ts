import { randomBytes, randomUUID } from 'node:crypto';
import type { HealthStatus, TaskStopCode } from '@aws-sdk/client-ecs';
import type { Clock } from '../../clock.ts';
import type { Account } from '../../parts.ts';
import { taskArn, taskId } from '../arns.ts';
import { ContainerRun } from './container-run.ts';
import type { TaskPlan } from './plan.ts';

/** "Amazon ECS task lifecycle" in the developer guide. */
export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

/** When what happened to a task, by the API's names. */
export type TaskMoment =
  | 'createdAt'
  | 'connectivityAt'
  | 'pullStartedAt'
  | 'pullStoppedAt'
  | 'startedAt'
  | 'stoppingAt'
  | 'executionStoppedAt'
  | 'stoppedAt';

export interface NetworkInterface {
  readonly attachmentId: string;
  readonly interfaceId: string;
  readonly macAddress: string;
  readonly address: string;
}

/** One task: where it is in its life, and what is known of it. */
export class Task {
  readonly id = taskId();
  /** What its containers show to the agent, so that no other program gets its credentials. */
  readonly token = randomBytes(32).toString('base64url');
  readonly attachmentId = randomUUID();
  readonly arn: string;
  readonly plan: TaskPlan;
  readonly containers: readonly ContainerRun[];
  readonly moments: Partial<Record<TaskMoment, Date>> = {};
  lastStatus: TaskStatus = 'PROVISIONING';
  stopCode: TaskStopCode | undefined;
  stoppedReason: string | undefined;
  interface: NetworkInterface | undefined;
  version = 1;
  readonly #clock: Clock;
  readonly #region: string;
  readonly #ending = new AbortController();
  readonly #onChange: (task: Task) => void;

  constructor(plan: TaskPlan, deps: { account: Account; clock: Clock; onChange: (task: Task) => void }) {
    this.plan = plan;
    this.arn = taskArn(deps.account, plan.cluster.name, this.id);
    this.#clock = deps.clock;
    this.#region = deps.account.region;
    this.#onChange = deps.onChange;
    this.containers = plan.definition.containers.map(
      (definition) => new ContainerRun(definition, this, deps),
    );
    this.moments.createdAt = deps.clock.date();
  }

  get networkMode(): string {
    return this.plan.definition.description.networkMode ?? 'bridge';
  }

  /** One of those that it may be in; the same one for as long as it lives. */
  get subnet(): string | undefined {
    const subnets = this.plan.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
    return subnets[Number.parseInt(this.id.slice(0, 8), 16) % subnets.length];
  }

  /** A zone for each place in the list of subnets: the local network has no other idea of where things are. */
  get availabilityZone(): string {
    const subnets = this.plan.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
    return `${this.#region}${'abcdef'.charAt(Math.max(subnets.indexOf(this.subnet ?? ''), 0) % 6)}`;
  }

  /** Fires when the task is to end, for whatever reason. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get desiredStatus(): 'RUNNING' | 'STOPPED' {
    return this.#ending.signal.aborted ? 'STOPPED' : 'RUNNING';
  }

  get pending(): boolean {
    return ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(this.lastStatus);
  }

  /** Not yet told to end, or told and still serving what is in flight. */
  get serving(): boolean {
    return this.pending || this.lastStatus === 'RUNNING' || this.lastStatus === 'DEACTIVATING';
  }

  /** Of its essential containers with a health check. */
  get healthStatus(): HealthStatus {
    const checked = this.containers.filter(({ essential, checked }) => essential && checked);
    if (checked.some(({ healthStatus }) => healthStatus === 'UNHEALTHY')) return 'UNHEALTHY';
    return checked.length > 0 && checked.every(({ healthStatus }) => healthStatus === 'HEALTHY')
      ? 'HEALTHY'
      : 'UNKNOWN';
  }

  /** The first reason is the one that stays. */
  end(code: TaskStopCode, reason: string): void {
    if (this.#ending.signal.aborted) return;
    this.stopCode = code;
    this.stoppedReason = reason;
    this.mark('stoppingAt');
    this.#ending.abort();
    this.changed();
  }

  attach(address: string): void {
    this.interface = {
      attachmentId: this.attachmentId,
      interfaceId: `eni-0${randomBytes(8).toString('hex')}`,
      macAddress: `0a:${[...randomBytes(5)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`,
      address,
    };
  }

  mark(moment: TaskMoment): void {
    this.moments[moment] ??= this.#clock.date();
  }

  move(status: TaskStatus): void {
    this.lastStatus = status;
    this.changed();
  }

  changed(): void {
    this.version++;
    this.#onChange(this);
  }
}
