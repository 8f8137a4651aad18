import { randomUUID } from 'node:crypto';
import type { ContainerCondition, ContainerOverride, HealthStatus } from '@aws-sdk/client-ecs';
import type { Clock } from '../../clock.ts';
import type { Container, ContainerEngine, ContainerSpec, Exit } from '../../containers/engine.ts';
import type { Endpoint } from '../../network.ts';
import type { Account } from '../../parts.ts';
import { containerArn } from '../arns.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import { watchContainerHealth } from './container-health.ts';
import type { ResolvedImage } from './plan.ts';
import type { Task } from './task.ts';

/** Seconds that a container must have run before its restart policy holds (API reference, ContainerRestartPolicy). */
const RESTART_ATTEMPT_PERIOD = 60;

/** One container of a task. */
export class ContainerRun {
  readonly id = randomUUID();
  readonly arn: string;
  readonly definition: Revision['containers'][number];
  /** What RunTask has changed of the definition. */
  readonly override: ContainerOverride | undefined;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED' = 'PENDING';
  healthStatus: HealthStatus = 'UNKNOWN';
  image: ResolvedImage | undefined;
  runtimeId: string | undefined;
  exitCode: number | undefined;
  reason: string | undefined;
  endpoints: ReadonlyMap<number, Endpoint> = new Map();
  readonly #task: Task;
  readonly #clock: Clock;
  readonly #started = Promise.withResolvers<void>();
  readonly #healthy = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<number>();
  #running: Promise<Container> | undefined;

  constructor(
    definition: Revision['containers'][number],
    task: Task,
    deps: { account: Account; clock: Clock },
  ) {
    this.definition = definition;
    this.#task = task;
    this.#clock = deps.clock;
    this.arn = containerArn(deps.account, task.plan.cluster.name, task.id, this.id);
    this.override = task.plan.overrides.containerOverrides?.find(({ name }) => name === definition.name);
    // Nobody may be waiting for what does not come about.
    for (const { promise } of [this.#started, this.#healthy, this.#exited]) promise.catch(() => undefined);
  }

  get name(): string {
    return this.definition.name;
  }

  get essential(): boolean {
    return this.definition.essential ?? true;
  }

  get checked(): boolean {
    const command = this.definition.healthCheck?.command?.[0];
    return command !== undefined && command !== 'NONE';
  }

  /** What another container waits for, by the names of `dependsOn`. Rejects when it can no longer come about. */
  async reached(condition: ContainerCondition): Promise<void> {
    if (condition === 'START') return this.#started.promise;
    if (condition === 'HEALTHY') return this.#healthy.promise;
    const code = await this.#exited.promise;
    if (condition === 'SUCCESS' && code !== 0)
      throw new Error(`container ${this.name} exited with ${code}, and another needs its success`);
  }

  /**
   * Runs it. One that is not essential and does not start is no reason for the task not to.
   * @throws ContainerStartError
   */
  async start(engine: ContainerEngine, spec: ContainerSpec): Promise<void> {
    try {
      await this.#run(engine, spec);
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error);
      this.lastStatus = 'STOPPED';
      for (const condition of [this.#started, this.#healthy, this.#exited])
        condition.reject(new Error(`container ${this.name} did not start: ${this.reason}`));
      if (this.essential) throw error;
      this.#task.changed();
    }
  }

  /** Also when it is still starting: it is ended as soon as it is there. Never rejects. */
  async stop(): Promise<void> {
    const container = await this.#running?.catch(() => undefined);
    if (container) {
      const end = this.#clock.begin(`stop of container ${this.name}`);
      this.#exit(await container.stop().finally(end));
    }
    this.lastStatus = 'STOPPED';
  }

  async #run(engine: ContainerEngine, spec: ContainerSpec): Promise<void> {
    const startedAt = this.#clock.elapsed();
    const end = this.#clock.begin(`start of container ${this.name}`);
    this.#running = engine.run(spec).finally(end);
    const container = await this.#running;
    this.runtimeId = container.id;
    this.endpoints = container.endpoints;
    this.lastStatus = 'RUNNING';
    this.#started.resolve();
    const ended = new AbortController();
    void container.exited.then(async (exit) => {
      ended.abort();
      if (!this.#restarts(exit, startedAt)) return this.#exit(exit);
      await container.stop();
      await this.#run(engine, spec).catch(() => this.#exit(exit));
    });
    if (this.checked)
      void watchContainerHealth({
        container,
        definition: this.definition,
        clock: this.#clock,
        signal: AbortSignal.any([ended.signal, this.#task.ending]),
        become: (status) => this.#become(status),
      });
    this.#task.changed();
  }

  #become(status: HealthStatus): void {
    if (status === this.healthStatus) return;
    this.healthStatus = status;
    if (status === 'HEALTHY') this.#healthy.resolve();
    this.#task.changed();
  }

  #restarts(exit: Exit, startedAt: number): boolean {
    const { restartPolicy: policy } = this.definition;
    if (!policy?.enabled || this.#task.ending.aborted || policy.ignoredExitCodes?.includes(exit.code))
      return false;
    const period = policy.restartAttemptPeriod ?? RESTART_ATTEMPT_PERIOD;
    return this.#clock.elapsed() - startedAt >= period * 1000;
  }

  #exit(exit: Exit): void {
    if (this.exitCode !== undefined) return;
    this.lastStatus = 'STOPPED';
    this.exitCode = exit.code;
    if (exit.reason !== undefined) this.reason = exit.reason;
    this.#exited.resolve(exit.code);
    this.#healthy.reject(new Error(`container ${this.name} exited with ${exit.code} before it was healthy`));
    if (this.essential) this.#task.end('EssentialContainerExited', 'Essential container in task exited');
    this.#task.changed();
  }
}
