import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../clock.ts';
import { signalGroup } from '../../runs/process-group.ts';
import type { Care } from '../../runs/reaper.ts';
import type { FunctionVersion } from '../functions/function.ts';
import { type FunctionLog, reportLine } from './function-log.ts';
import { type NextInvocation, RuntimeApi } from './runtime-api.ts';

const BOOTSTRAP = fileURLToPath(new URL('../bootstrap.mjs', import.meta.url));

/** Lambda stops an initialization after 10 s (developer guide, "Init phase"). Real milliseconds. */
const INIT_TIMEOUT_MS = 10_000;

export type Invocation = Omit<NextInvocation, 'deadline' | 'moved'>;

/** How an invocation ended. */
export interface Outcome {
  /** JSON: what the handler returned, or the error. */
  readonly payload: string;
  /** `Unhandled`, when the function failed in whatever way. */
  readonly functionError?: string;
  /** The last of what was logged. */
  readonly logTail: string;
}

type Ending = { payload: string; failure?: { status: string } };

/** One execution environment: a process of its own that works on one invocation at a time. */
export class Environment {
  readonly version: FunctionVersion;
  readonly #clock: Clock;
  readonly #log: FunctionLog;
  readonly #api: RuntimeApi;
  readonly #process: ChildProcess;
  readonly #began = performance.now();
  readonly #exited: Promise<void>;
  readonly #ready: Promise<void>;
  #becomeReady: () => void = () => undefined;
  #end: ((ending: Ending) => void) | undefined;
  #requestId = '';
  #initMilliseconds: number | undefined;
  #initError: string | undefined;
  #memoryKilobytes = 0;
  #isAlive = true;

  private constructor(
    version: FunctionVersion,
    clock: Clock,
    log: FunctionLog,
    child: ChildProcess,
    api: RuntimeApi,
  ) {
    this.version = version;
    this.#clock = clock;
    this.#log = log;
    this.#process = child;
    this.#api = api;
    api.serve({
      onReady: () => this.#onReady(),
      onResponse: (requestId, payload) => this.#onEnding(requestId, { payload }),
      onError: (requestId, payload) =>
        this.#onEnding(requestId, { payload, failure: { status: 'Status: error' } }),
      onInitError: (error) => {
        this.#initError = error;
      },
      onMemory: (kilobytes) => {
        this.#memoryKilobytes = Math.max(this.#memoryKilobytes, kilobytes);
      },
    });
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    const stopTelling = tellMoves(clock, child);
    this.#exited = new Promise((resolve) => {
      child.once('error', () => {
        stopTelling();
        this.#onExit(127, null);
        resolve();
      });
      child.once('exit', (code, signal) => {
        stopTelling();
        this.#onExit(code, signal);
        resolve();
      });
    });
  }

  /** @param variables gets the Runtime API's address and gives the process's whole environment */
  static async start(
    version: FunctionVersion,
    clock: Clock,
    log: FunctionLog,
    variables: (runtimeApi: string) => Record<string, string>,
    compileCache: string,
    care: Care | undefined,
  ): Promise<Environment> {
    const api = new RuntimeApi();
    const address = await api.listen();
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${version.settings.memorySize}`, BOOTSTRAP, compileCache, String(clock.moved)],
      {
        cwd: version.code.folder,
        env: variables(address),
        // A group of its own, so that what it starts ends with it.
        detached: true,
        // The fourth is the lifeline: see the bootstrap. The fifth tells of moves of the clock.
        stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      },
    );
    care?.watch(child.pid);
    child.once('exit', () => {
      signalGroup(child.pid, 'SIGKILL');
      care?.release(child.pid);
    });
    const environment = new Environment(version, clock, log, child, api);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => log.output(chunk));
    log.line('INIT_START Runtime Version: nodejs:24.local');
    return environment;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Never rejects. Only one at a time. */
  async run(invocation: Invocation): Promise<Outcome> {
    const { timeout, memorySize } = this.version.settings;
    const { requestId } = invocation;
    const ended = new Promise<Ending>((resolve) => {
      this.#end = resolve;
    });
    this.#requestId = requestId;
    this.#log.begin();
    const isCold = this.#initMilliseconds === undefined;
    // Real time, here and below: a process takes as long as it takes, and shall not be out of time by a move.
    const initTimer = setTimeout(
      () => this.#timeOut(INIT_TIMEOUT_MS / 1000 + timeout),
      INIT_TIMEOUT_MS + timeout * 1000,
    );
    // Whichever comes first: a process that fails at its start is never ready.
    await Promise.race([this.#ready, ended]);
    clearTimeout(initTimer);
    this.#log.line(`START RequestId: ${requestId} Version: ${this.version.version}`);
    const began = performance.now();
    const timer = setTimeout(() => this.#timeOut(timeout), timeout * 1000);
    this.#api.give({ ...invocation, deadline: Date.now() + timeout * 1000, moved: this.#clock.moved });
    const { payload, failure } = await ended;
    clearTimeout(timer);
    const milliseconds = performance.now() - began;
    await this.#flush();
    this.#end = undefined;
    this.#log.line(`END RequestId: ${requestId}`);
    this.#log.line(
      reportLine({
        requestId,
        milliseconds,
        memorySize,
        memoryKilobytes: this.#memoryKilobytes,
        ...(isCold && this.#initMilliseconds !== undefined
          ? { initMilliseconds: this.#initMilliseconds }
          : {}),
        ...(failure ? { status: failure.status } : {}),
      }),
    );
    return { payload, logTail: this.#log.tail, ...(failure ? { functionError: 'Unhandled' } : {}) };
  }

  async stop(): Promise<void> {
    this.#isAlive = false;
    this.#process.kill('SIGKILL');
    await this.#exited;
    this.#api.close();
  }

  /** The process wrote its output before it answered; the pipe is read in the next turns of the event loop. */
  async #flush(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  #onReady(): void {
    this.#initMilliseconds ??= performance.now() - this.#began;
    this.#becomeReady();
  }

  #onEnding(requestId: string, ending: Ending): void {
    if (requestId === this.#requestId) this.#end?.(ending);
  }

  #timeOut(seconds: number): void {
    this.#isAlive = false;
    const message = `Task timed out after ${seconds.toFixed(2)} seconds`;
    this.#log.line(`${this.#clock.date().toISOString()} ${this.#requestId} ${message}`);
    this.#fail('Sandbox.Timedout', message, 'Status: timeout');
    this.#process.kill('SIGKILL');
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.#isAlive = false;
    this.#api.close();
    if (this.#initError !== undefined) {
      this.#end?.({ payload: this.#initError, failure: { status: 'Status: error' } });
      return;
    }
    const how = signal ? `signal: ${SIGNALS[signal] ?? signal}` : `exit status ${code}`;
    const message = `Runtime exited ${code === 0 ? 'without providing a reason' : `with error: ${how}`}`;
    this.#fail('Runtime.ExitError', message, 'Status: error\tError Type: Runtime.ExitError');
  }

  #fail(errorType: string, message: string, status: string): void {
    const errorMessage = `RequestId: ${this.#requestId} Error: ${message}`;
    this.#end?.({ payload: JSON.stringify({ errorType, errorMessage }), failure: { status } });
  }
}

/** Writes to the process how far the clock was moved, whenever it is. Returns how to stop that. */
function tellMoves(clock: Clock, { stdio }: ChildProcess): () => void {
  const pipe = stdio[4];
  if (!(pipe instanceof Socket)) return () => undefined;
  // The process may be gone: then there is nobody to be told.
  pipe.on('error', () => undefined);
  return clock.onMove(() => pipe.write(`${clock.moved}\n`));
}

/** In the words of Lambda's own messages. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
};
