import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Account, LogSink, RoleCredentials } from '../parts.ts';
import type { Resolved } from './functions.ts';

const BOOTSTRAP = join(import.meta.dirname, 'bootstrap.mjs');

export interface InvocationResult {
  /** JSON. */
  readonly payload: string;
  /** Set when the handler threw, timed out, or its process ended. */
  readonly functionError?: 'Unhandled';
  readonly log: string;
}

interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  readonly invokedArn: string;
  readonly deadline: number;
  readonly began: number;
  log: string;
  readonly done: (result: Omit<InvocationResult, 'log'>) => void;
}

export interface EnvironmentDeps {
  readonly account: Account;
  readonly logs: LogSink;
  /** Host and port of the Runtime API, with the path that stands for this environment. */
  readonly runtimeApi: string;
  readonly credentials: RoleCredentials;
  readonly onExit: () => void;
}

/** One process of a function: it handles one invocation at a time, as an execution environment of Lambda does. */
export class Environment {
  readonly process: ChildProcess;
  readonly #resolved: Resolved;
  readonly #deps: EnvironmentDeps;
  readonly #logGroup: string;
  readonly #logStream: string;
  #waiting: ServerResponse | undefined;
  #queued: Invocation | undefined;
  #current: Invocation | undefined;
  #ended = false;

  constructor(resolved: Resolved, deps: EnvironmentDeps) {
    this.#resolved = resolved;
    this.#deps = deps;
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    this.#logGroup = resolved.settings.logGroup ?? `/aws/lambda/${resolved.fn.name}`;
    this.#logStream = `${day}/[${resolved.version}]${randomUUID().replaceAll('-', '')}`;
    this.process = spawn(process.execPath, ['--enable-source-maps', BOOTSTRAP], {
      cwd: resolved.settings.code.folder,
      env: this.#variables(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk: string) => this.#print(chunk));
    }
    this.process.once('close', (code, signal) => this.#exited(code, signal));
  }

  get ended(): boolean {
    return this.#ended;
  }

  invoke(payload: string, invokedArn: string): Promise<InvocationResult> {
    const { timeout } = this.#resolved.settings;
    return new Promise((resolve) => {
      const began = Date.now();
      const timer = setTimeout(() => this.#timeOut(invocation), timeout * 1000);
      const invocation: Invocation = {
        requestId: randomUUID(),
        payload,
        invokedArn,
        began,
        deadline: began + timeout * 1000,
        log: '',
        done: (result) => {
          clearTimeout(timer);
          this.#current = undefined;
          this.#queued = undefined;
          this.#report(invocation);
          resolve({ ...result, log: invocation.log });
        },
      };
      this.#queued = invocation;
      this.#handOver();
    });
  }

  /** `GET /invocation/next`: answered when there is one. */
  next(response: ServerResponse): void {
    this.#waiting = response;
    this.#handOver();
  }

  /** `POST /invocation/ID/response` and `/error`. */
  complete(requestId: string, payload: string, isError: boolean): void {
    const invocation = this.#current;
    if (invocation?.requestId !== requestId) return;
    invocation.done({ payload, ...(isError ? { functionError: 'Unhandled' as const } : {}) });
  }

  /** `POST /init/error`: whoever waits for this environment gets the error. The process ends by itself. */
  failInit(payload: string): void {
    (this.#current ?? this.#queued)?.done({ payload, functionError: 'Unhandled' });
  }

  stop(): void {
    if (!this.#ended) this.process.kill('SIGKILL');
  }

  #handOver(): void {
    const [response, invocation] = [this.#waiting, this.#queued];
    if (!response || !invocation || response.destroyed) return;
    this.#waiting = undefined;
    this.#queued = undefined;
    this.#current = invocation;
    this.#print(`START RequestId: ${invocation.requestId} Version: ${this.#resolved.version}\n`);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadline),
      'lambda-runtime-invoked-function-arn': invocation.invokedArn,
    });
    response.end(invocation.payload);
  }

  #timeOut(invocation: Invocation): void {
    const { timeout } = this.#resolved.settings;
    const errorMessage = `${new Date().toISOString()} ${invocation.requestId} Task timed out after ${timeout.toFixed(2)} seconds`;
    this.#print(`${errorMessage}\n`);
    this.stop();
    invocation.done({
      payload: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }),
      functionError: 'Unhandled',
    });
  }

  #exited(code: number | null, signal: string | null): void {
    this.#ended = true;
    const invocation = this.#current ?? this.#queued;
    const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    invocation?.done({
      payload: JSON.stringify({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${invocation.requestId} Error: Runtime exited with error: ${how}`,
      }),
      functionError: 'Unhandled',
    });
    this.#deps.onExit();
  }

  #report({ requestId, began }: Invocation): void {
    const { memory } = this.#resolved.settings;
    const milliseconds = Math.max(1, Date.now() - began);
    this.#print(
      `END RequestId: ${requestId}\nREPORT RequestId: ${requestId}\tDuration: ${milliseconds} ms\tBilled Duration: ${milliseconds} ms\tMemory Size: ${memory} MB\n`,
    );
  }

  #print(chunk: string): void {
    const invocation = this.#current ?? this.#queued;
    if (invocation) invocation.log += chunk;
    this.#deps.logs.write(this.#logGroup, this.#logStream, chunk);
  }

  /** What Lambda sets, and nothing of this process's own. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
  #variables(): Record<string, string> {
    const { account, credentials, runtimeApi } = this.#deps;
    const { fn, version, settings } = this.#resolved;
    return {
      PATH: process.env.PATH ?? '',
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      ...settings.environment,
      AWS_REGION: account.region,
      AWS_DEFAULT_REGION: account.region,
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
      AWS_LAMBDA_RUNTIME_API: runtimeApi,
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_VERSION: version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memory),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: this.#logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: this.#logStream,
      LAMBDA_TASK_ROOT: settings.code.folder,
      _HANDLER: settings.handler,
    };
  }
}
