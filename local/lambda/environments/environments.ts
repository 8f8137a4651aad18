import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../gateway/service.ts';
import { RoleLog } from '../../logs/role-log.ts';
import type { RoleCredentials } from '../../parts.ts';
import type { LambdaDeps } from '../context.ts';
import { callerOf } from '../functions/execution-role.ts';
import type { FunctionVersion, LambdaFunction } from '../functions/function.ts';
import { compiledCode } from './compiled-code.ts';
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

interface Idle {
  readonly environment: Environment;
  readonly timer: NodeJS.Timeout;
}

/** The execution environments of all functions. */
export class Environments {
  readonly #deps: LambdaDeps;
  readonly #limit: number;
  readonly #all = new Set<Environment>();
  /** Warm ones without work. */
  readonly #idle = new Map<FunctionVersion, Idle[]>();
  /** Invocations under way, by version, which may be no more meanwhile. */
  readonly #running = new Map<FunctionVersion, number>();
  readonly #listeners = new Set<(started: StartedInvocation) => void>();
  /** Until when an environment's credentials are good, in milliseconds since 1970. */
  readonly #credentialsUntil = new WeakMap<Environment, number>();
  /** Versions whose environments are not used again. */
  readonly #retired = new WeakSet<FunctionVersion>();
  readonly #onGone: (version: FunctionVersion) => void;
  /** Where what was compiled is kept. */
  #compiled: Promise<string> | undefined;
  #isClosed = false;

  /** @param onGone called when nothing runs any more of a version that was retired */
  constructor(deps: LambdaDeps, onGone: (version: FunctionVersion) => void) {
    this.#deps = deps;
    this.#onGone = onGone;
    this.#limit = deps.concurrentExecutions ?? CONCURRENT_EXECUTIONS;
  }

  /** @throws AwsError TooManyRequestsException; InvalidParameterValueException when its role cannot be taken */
  async invoke(fn: LambdaFunction, version: FunctionVersion, invocation: Invocation): Promise<Outcome> {
    if (this.#isClosed) throw new AwsError('ServiceException', 'The local cloud is ending.', { status: 500 });
    const release = this.#claim(fn, version);
    const end = this.#deps.clock.begin(`${fn.name} at ${invocation.requestId}`);
    try {
      const environment = this.#takeIdle(version) ?? (await this.#start(version));
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

  /** Whether an invocation is under way of code that lies there. */
  isRunning(folder: string): boolean {
    return [...this.#running.keys()].some(({ code }) => code.folder === folder);
  }

  /** Ends the warm environments of a version that is no more, and those under way once they are done. */
  retire(version: FunctionVersion): void {
    this.#retired.add(version);
    for (const { environment, timer } of this.#idle.get(version) ?? []) {
      clearTimeout(timer);
      this.#stop(environment);
    }
    this.#idle.delete(version);
    if (!this.#running.has(version)) this.#onGone(version);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const idle of this.#idle.values()) for (const { timer } of idle) clearTimeout(timer);
    await Promise.all([...this.#all].map((environment) => environment.stop()));
    this.#all.clear();
  }

  #claim({ name, reservedConcurrency }: LambdaFunction, version: FunctionVersion): () => void {
    const running = [...this.#running];
    const ofFunction = running.filter(([{ functionName }]) => functionName === name);
    if (reservedConcurrency !== undefined && countIn(ofFunction) >= reservedConcurrency)
      throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    if (countIn(running) >= this.#limit) throw throttled('ConcurrentInvocationLimitExceeded');
    addTo(this.#running, version, 1);
    return () => {
      addTo(this.#running, version, -1);
      if (this.#retired.has(version) && !this.#running.has(version)) this.#onGone(version);
    };
  }

  #takeIdle(version: FunctionVersion): Environment | undefined {
    // The last used first: the others may go when the load gets less.
    for (let last = this.#idle.get(version)?.at(-1); last; last = this.#idle.get(version)?.at(-1)) {
      this.#dropIdle(last);
      if (last.environment.isAlive && !this.#isOver(last.environment)) return last.environment;
      this.#stop(last.environment);
    }
    return undefined;
  }

  #dropIdle({ environment, timer }: Idle): void {
    const { version } = environment;
    clearTimeout(timer);
    const others = (this.#idle.get(version) ?? []).filter((one) => one.environment !== environment);
    if (others.length > 0) this.#idle.set(version, others);
    else this.#idle.delete(version);
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
    this.#compiled ??= compiledCode(join(account.folder, 'lambda'));
    const environment = await Environment.start(
      version,
      clock,
      log,
      (runtimeApi) => variablesFor(version, { account, credentials, runtimeApi, logStream }),
      await this.#compiled,
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
    const { version } = environment;
    if (!environment.isAlive || this.#isClosed || this.#retired.has(version)) {
      this.#stop(environment);
      return;
    }
    const timer = setTimeout(() => {
      this.#dropIdle({ environment, timer });
      this.#stop(environment);
    }, IDLE_MS).unref();
    this.#idle.set(version, [...(this.#idle.get(version) ?? []), { environment, timer }]);
  }

  #stop(environment: Environment): void {
    this.#all.delete(environment);
    void environment.stop();
  }
}

const countIn = (running: readonly (readonly [FunctionVersion, number])[]) =>
  running.reduce((sum, [, count]) => sum + count, 0);

function addTo<K>(counts: Map<K, number>, key: K, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

const throttled = (reason: string) =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429, members: { Reason: reason } });
