import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'reaper-program.mjs');

/** In the run's folder: how many processes it had to end, for the next run to tell. */
export const REAPED = 'reaped';

/** Whoever starts processes gives them into somebody's care. */
export type Care = Pick<Reaper, 'watch' | 'release'>;

/** One that has ended is started again after so many real milliseconds, or with the next that it is to watch. */
const RESTART_MS = 1000;

interface Running {
  readonly child: ChildProcess;
  /** Settles when it is no more, or could not be started. */
  readonly ended: Promise<void>;
}

/**
 * Sees to it that no process outlives the local cloud, even one that is killed or a program that hangs: a small
 * process of its own kills what is left when this one is gone. It is started with the first that it is to watch, and again
 * when somebody has ended it.
 */
export class Reaper {
  readonly #folder: string;
  readonly #watched = new Set<number>();
  #running: Running | undefined;
  #isClosed = false;

  /** @param folder of this run */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param pid the leader of a process group: all that is in the group goes with it */
  watch(pid: number | undefined): void {
    if (pid === undefined || this.#isClosed) return;
    this.#watched.add(pid);
    if (this.#running) this.#running.child.stdin?.write(`+${pid}\n`);
    else this.#start();
  }

  release(pid: number | undefined): void {
    if (pid === undefined || !this.#watched.delete(pid)) return;
    this.#running?.child.stdin?.write(`-${pid}\n`);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const { child, ended } = this.#running ?? {};
    child?.ref();
    child?.stdin?.end();
    await ended;
  }

  #start(): void {
    const child = spawn(process.execPath, [PROGRAM, join(this.#folder, REAPED)], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // It must not keep this process alive.
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    // Told by its end.
    child.stdin?.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => {
      child.once('error', (error) => resolve(this.#onEnd(child, error.message)));
      child.once('exit', (code, signal) => resolve(this.#onEnd(child, String(signal ?? code))));
    });
    this.#running = { child, ended };
    for (const pid of this.#watched) child.stdin?.write(`+${pid}\n`);
  }

  #onEnd(child: ChildProcess, how: string): void {
    if (this.#running?.child !== child) return;
    this.#running = undefined;
    if (this.#isClosed) return;
    console.error(`local cloud: the process that ends what is left has ended (${how}); it is started again`);
    setTimeout(() => {
      if (!this.#running && !this.#isClosed && this.#watched.size > 0) this.#start();
    }, RESTART_MS).unref();
  }
}
