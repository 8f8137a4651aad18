import { randomUUID } from 'node:crypto';
import { AwsError } from '../gateway/service.ts';
import type { Account, Identities, LogSink } from '../parts.ts';
import { Environment, type InvocationResult } from './environment.ts';
import type { LambdaFunction, Resolved } from './functions.ts';
import { RuntimeApi } from './runtime-api.ts';

/** Concurrent executions of an account. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ACCOUNT_CONCURRENCY = 1000;

export interface Started {
  readonly functionName: string;
  readonly pid: number;
}

/** Runs invocations in processes of their own: a free one where there is one, else a new one. */
export class Invoker {
  readonly #account: Account;
  readonly #identities: Identities;
  readonly #logs: LogSink;
  readonly #api = new RuntimeApi();
  /** Idle ones by what they run. */
  readonly #idle = new Map<string, Environment[]>();
  readonly #all = new Map<Environment, string>();
  readonly #busy = new Map<string, number>();
  readonly #listeners = new Set<(started: Started) => void>();
  #closed = false;

  constructor(deps: { account: Account; identities: Identities; logs: LogSink }) {
    this.#account = deps.account;
    this.#identities = deps.identities;
    this.#logs = deps.logs;
  }

  /** Every process that there is, for tests that end one. */
  processes(): Started[] {
    return [...this.#all].map(([{ process }, functionName]) => ({ functionName, pid: process.pid ?? 0 }));
  }

  onInvocation(listener: (started: Started) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws AwsError TooManyRequestsException */
  async invoke(resolved: Resolved, payload: string): Promise<InvocationResult> {
    const { fn } = resolved;
    this.#take(fn);
    const key = keyOf(resolved);
    try {
      const environment = await this.#environment(resolved, key);
      for (const listener of this.#listeners)
        listener({ functionName: fn.name, pid: environment.process.pid ?? 0 });
      const result = await environment.invoke(payload, resolved.invokedArn);
      if (!environment.ended && !this.#closed)
        this.#idle.set(key, [...(this.#idle.get(key) ?? []), environment]);
      return result;
    } finally {
      this.#busy.set(fn.name, (this.#busy.get(fn.name) ?? 1) - 1);
    }
  }

  /** Ends the idle processes of a function: it has changed or is gone. */
  retire(name: string): void {
    for (const [key, environments] of this.#idle) {
      if (!key.startsWith(`${name} `)) continue;
      for (const environment of environments) environment.stop();
      this.#idle.delete(key);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const ending = [...this.#all.keys()].map(
      (environment) =>
        new Promise((resolve) =>
          environment.ended ? resolve(undefined) : environment.process.once('close', resolve),
        ),
    );
    for (const environment of this.#all.keys()) environment.stop();
    await Promise.all(ending);
    this.#api.close();
  }

  #take(fn: LambdaFunction): void {
    const busy = this.#busy.get(fn.name) ?? 0;
    if (this.#closed || busy >= (fn.reservedConcurrency ?? ACCOUNT_CONCURRENCY)) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
        status: 429,
        members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
      });
    }
    this.#busy.set(fn.name, busy + 1);
  }

  async #environment(resolved: Resolved, key: string): Promise<Environment> {
    const idle = this.#idle.get(key) ?? [];
    for (let free = idle.pop(); free; free = idle.pop()) if (!free.ended) return free;
    const { fn, settings } = resolved;
    const id = randomUUID();
    const credentials = this.#identities.assume(settings.role, fn.name, { service: 'lambda.amazonaws.com' });
    const runtimeApi = await this.#api.address(id);
    const environment: Environment = new Environment(resolved, {
      account: this.#account,
      logs: this.#logs,
      runtimeApi,
      credentials,
      onExit: () => {
        this.#api.remove(id);
        this.#all.delete(environment);
      },
    });
    this.#api.add(id, environment);
    this.#all.set(environment, fn.name);
    return environment;
  }
}

/** The same for the same version with the same settings: those of `$LATEST` change. */
function keyOf({ fn, version, settings }: Resolved): string {
  return `${fn.name} ${version} ${settings.code.sha256} ${settings.modified.getTime()}`;
}
