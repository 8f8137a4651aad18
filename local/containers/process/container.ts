import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../../network.ts';
import { signalGroup } from '../../runs/process-group.ts';
import type { Care } from '../../runs/reaper.ts';
import type { Container, ContainerSpec, Exit } from '../engine.ts';
import { checkCommand } from './command.ts';
import { launch, type Surroundings } from './launch.ts';

/** How long output may still come after the end, in milliseconds: a program that left the group may hold the pipe. */
const OUTPUT_GRACE = 1000;

export interface ProcessOptions extends Surroundings {
  readonly spec: ContainerSpec;
  readonly care: Care;
  readonly command: readonly string[];
  readonly stopSignal: NodeJS.Signals;
}

/** A container as a plain process of this machine. */
export class ProcessContainer implements Container {
  readonly id: string;
  readonly pid: number;
  readonly endpoints: ReadonlyMap<number, Endpoint>;
  readonly exited: Promise<Exit>;
  readonly #options: ProcessOptions;
  #refusedCheck = false;

  private constructor(options: ProcessOptions, pid: number, exited: Promise<Exit>) {
    this.#options = options;
    this.pid = pid;
    this.id = `process-${pid}`;
    this.endpoints = options.endpoints;
    this.exited = exited;
  }

  /**
   * @param cleanUp what is to be done when it has ended, before anyone hears of it
   * @throws Error when the command is none that can be run so, or does not start
   */
  static async start(
    options: ProcessOptions,
    cleanUp: (pid: number | undefined) => Promise<void>,
  ): Promise<ProcessContainer> {
    const child = launch(options, options.command, true);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', options.spec.onOutput);
    }
    const exited = ended(child).then(async (exit) => {
      await cleanUp(child.pid);
      return exit;
    });
    // Where it does not start, `once` tells why.
    exited.catch(() => undefined);
    await once(child, 'spawn');
    return new ProcessContainer(options, child.pid ?? 0, exited);
  }

  async stop(): Promise<Exit> {
    const { spec, stopSignal } = this.#options;
    // Only the first process hears of it, as in a container; what is left of the group goes with it.
    try {
      process.kill(this.pid, stopSignal);
    } catch {
      // It ended by itself in between.
    }
    const late = new AbortController();
    sleep(spec.stopTimeout * 1000, undefined, { signal: late.signal }).then(
      () => this.kill(),
      () => undefined,
    );
    const exit = await this.exited;
    late.abort();
    return exit;
  }

  kill(): void {
    signalGroup(this.pid, 'SIGKILL');
  }

  async exec(command: readonly string[], timeoutSeconds: number): Promise<number> {
    const check = checkCommand(command);
    const child = this.#launchCheck(check.command);
    const { care } = this.#options;
    care.watch(child.pid);
    child.stdout?.resume();
    child.stderr?.resume();
    const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), timeoutSeconds * 1000);
    const { code } = await ended(child);
    clearTimeout(timer);
    care.release(child.pid);
    return code === 0 ? 0 : (check.failure ?? code);
  }

  /** @throws Error for what is no Node program; the container's output tells it too, once, for people who look */
  #launchCheck(command: readonly string[]): ChildProcess {
    try {
      return launch(this.#options, command, false);
    } catch (error) {
      const { onOutput } = this.#options.spec;
      if (!this.#refusedCheck) onOutput(`local cloud: health check: ${(error as Error).message}\n`);
      this.#refusedCheck = true;
      throw error;
    }
  }
}

/** Resolves when it and its group have ended. Rejects when it never started. */
async function ended(child: ChildProcess): Promise<Exit> {
  const closed = once(child, 'close');
  // Where it never starts, the exit tells.
  closed.catch(() => undefined);
  const [code, name] = await once(child, 'exit');
  // As when process 1 of a container ends: nothing that it started stays.
  signalGroup(child.pid, 'SIGKILL');
  await Promise.race([closed, sleep(OUTPUT_GRACE)]);
  return { code: typeof code === 'number' ? code : 128 + numberOf(name) };
}

function numberOf(name: unknown): number {
  return Object.entries(constants.signals).find(([each]) => each === name)?.[1] ?? 0;
}
