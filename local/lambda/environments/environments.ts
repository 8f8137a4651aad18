import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../gateway/service.ts';
import { RoleLog } from '../../logs/role-log.ts';
import type { RoleCredentials } from '../../parts.ts';
import type { LambdaDeps } from '../context.ts';
import { callerOf } from '../functions/execution-role.ts';
import type { FunctionVersion, LambdaFunction } from '../functions/function.ts';
import { Environment, type Invocation, type Outcome } from './environment.ts';
import { FunctionLog } from './function-log.ts';
import { logGroupOf, variablesFor } from './variables.ts';

/** An invocation that a process has been found for, for tests that make it fail. */
export interface StartedInvocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly pid: number;
}

/** As many as this machine can bear; AWS's own default of 1,000 would be too many processes. */
const CONCURRENT_EXECUTIONS = 100;
/** How long a warm environment is kept for the next invocation. Real milliseconds: it is this machine's memory. */
const IDLE_MS = 300_000;

/** A function's timeout is 15 minutes at most (Lambda quotas). */
const LONGEST_INVOCATION_MS = 900_000;

/** The execution environments of all functions. */
export class Environments {
  readonly #deps: LambdaDeps;
  readonly #limit: number;
  readonly #all = new Set<Environment>();
  /** Warm ones without work, by the version's revision. */
  readonly #idle = new Map<string, { environment: Environment; timer: NodeJS.Timeout }[]>();
  /** Invocations under way, by function. */
  readonly #running = new Map<string, number>();
  readonly #listeners = new Set<(started: StartedInvocation) => void>();
  /** Until when an environment's credentials are good, in milliseconds since 1970. */
  readonly #credentialsUntil = new WeakMap<Environment, number>();
  /** Revisions whose environments are not used again. */
  readonly #retired = new Set<string>();
  #isClosed = false;

  constructor(deps: LambdaDeps) {
    this.#deps = deps;
    this.#limit = deps.concurrentExecutions ?? CONCURRENT_EXECUTIONS;
  }

  /** @throws AwsError TooManyRequestsException; InvalidParameterValueException when its role cannot be taken */
  async invoke(fn: LambdaFunction, version: FunctionVersion, invocation: Invocation): Promise<Outcome> {
    if (this.#isClosed) throw new AwsError('ServiceException', 'The local cloud is ending.', { status: 500 });
    const release = this.#claim(fn);
    const end = this.#deps.clock.begin(`${fn.name} at ${invocation.requestId}`);
    try {
      const environment = this.#takeIdle(version.revisionId) ?? (await this.#start(version));
      const { pid } = environment;
      const running = environment.run(invocation);
      if (pid !== undefined) {
        const started = { functionName: fn.name, requestId: invocation.requestId, pid };
        for (const listener of this.#listeners) listener(started);
      }
      const outcome = await running;
      this.#release(environment);
      return outcome;
    } finally {
      end();
      release();
    }
  }

  onInvocation(listener: (started: StartedInvocation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  processes(): { functionName: string; pid: number }[] {
    return [...this.#all].flatMap(({ version, pid, isAlive }) =>
      pid === undefined || !isAlive ? [] : [{ functionName: version.functionName, pid }],
    );
  }

  /** Ends the warm environments of a version that is no more, and those under way once they are done. */
  retire({ revisionId }: FunctionVersion): void {
    this.#retired.add(revisionId);
    for (const { environment, timer } of this.#idle.get(revisionId) ?? []) {
      clearTimeout(timer);
      this.#stop(environment);
    }
    this.#idle.delete(revisionId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const idle of this.#idle.values()) for (const { timer } of idle) clearTimeout(timer);
    await Promise.all([...this.#all].map((environment) => environment.stop()));
    this.#all.clear();
  }

  #claim({ name, reservedConcurrency }: LambdaFunction): () => void {
    const running = this.#running.get(name) ?? 0;
    const total = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    if (reservedConcurrency !== undefined && running >= reservedConcurrency)
      throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    if (total >= this.#limit) throw throttled('ConcurrentInvocationLimitExceeded');
    this.#running.set(name, running + 1);
    return () => this.#running.set(name, (this.#running.get(name) ?? 1) - 1);
  }

  #takeIdle(revisionId: string): Environment | undefined {
    const idle = this.#idle.get(revisionId) ?? [];
    // The last used first: the others may go when the load gets less.
    for (let last = idle.pop(); last; last = idle.pop()) {
      clearTimeout(last.timer);
      if (last.environment.isAlive && !this.#isOver(last.environment)) return last.environment;
      this.#stop(last.environment);
    }
    return undefined;
  }

  /** Whether its credentials could end in the middle of an invocation. Lambda keeps no environment for that long. */
  #isOver(environment: Environment): boolean {
    const until = this.#credentialsUntil.get(environment) ?? Number.POSITIVE_INFINITY;
    return this.#deps.clock.now() + LONGEST_INVOCATION_MS > until;
  }

  async #start(version: FunctionVersion): Promise<Environment> {
    const { account, clock, care } = this.#deps;
    const credentials = this.#credentials(version);
    const day = clock.date().toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[${version.version}]${randomBytes(16).toString('hex')}`;
    const caller = callerOf(account, version.settings.role, version.functionName);
    const stream = new RoleLog(this.#deps, caller, logGroupOf(version), logStream);
    // A role that may not write logs runs its functions all the same, without any.
    stream.open();
    const log = new FunctionLog((chunk) => stream.write(chunk));
    const environment = await Environment.start(
      version,
      clock,
      log,
      (runtimeApi) => variablesFor(version, { account, credentials, runtimeApi, logStream }),
      join(account.folder, 'lambda', 'compile-cache'),
      care,
    );
    this.#all.add(environment);
    this.#credentialsUntil.set(environment, credentials.expiration.getTime());
    if (this.#isClosed) await environment.stop();
    return environment;
  }

  #credentials({ functionName, settings }: FunctionVersion): RoleCredentials {
    try {
      return this.#deps.identities.assume(settings.role, functionName, { service: 'lambda.amazonaws.com' });
    } catch (cause) {
      throw new AwsError(
        'InvalidParameterValueException',
        'The role defined for the function cannot be assumed by Lambda.',
        { cause },
      );
    }
  }

  #release(environment: Environment): void {
    const { revisionId } = environment.version;
    if (!environment.isAlive || this.#isClosed || this.#retired.has(revisionId)) {
      this.#stop(environment);
      return;
    }
    const timer = setTimeout(() => {
      const idle = this.#idle.get(revisionId) ?? [];
      this.#idle.set(
        revisionId,
        idle.filter((one) => one.environment !== environment),
      );
      this.#stop(environment);
    }, IDLE_MS).unref();
    this.#idle.set(revisionId, [...(this.#idle.get(revisionId) ?? []), { environment, timer }]);
  }

  #stop(environment: Environment): void {
    this.#all.delete(environment);
    void environment.stop();
  }
}

const throttled = (reason: string) =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429, members: { Reason: reason } });
