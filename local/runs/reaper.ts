import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'reaper-program.mjs');

/** In the run's folder: how many processes it had to end, for the next run to tell. */
export const REAPED = 'reaped';

/** Whoever starts processes gives them into somebody's care. */
export type Care = Pick<Reaper, 'watch' | 'release'>;

/**
 * Sees to it that no process outlives the local cloud, even one that is killed or a program that hangs: a small
 * process of its own kills what is left when this one is gone. It is started with the first that it is to watch.
 */
export class Reaper {
  readonly #folder: string;
  #process: ChildProcess | undefined;

  /** @param folder of this run */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param pid the leader of a process group: all that is in the group goes with it */
  watch(pid: number | undefined): void {
    if (pid === undefined) return;
    this.#process ??= start(join(this.#folder, REAPED));
    this.#process.stdin?.write(`+${pid}\n`);
  }

  release(pid: number | undefined): void {
    this.#process?.stdin?.write(`-${pid}\n`);
  }

  async close(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.ref();
    running.stdin?.end();
    await ended;
  }
}

function start(told: string): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, told], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // It must not keep this process alive, and its end is no error here.
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  child.stdin?.on('error', () => undefined);
  return child;
}
