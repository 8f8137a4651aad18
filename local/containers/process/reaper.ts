import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'reaper-program.mjs');

/**
 * Sees to it that no container outlives the local cloud, even one that is killed or a program that hangs: a small
 * process of its own kills what is left when this one is gone. It is started with the first container.
 */
export class Reaper {
  #process: ChildProcess | undefined;

  watch(pid: number): void {
    this.#process ??= start();
    this.#process.stdin?.write(`+${pid}\n`);
  }

  release(pid: number): void {
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

function start(): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // It must not keep this process alive, and its end is no error here.
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  child.stdin?.on('error', () => undefined);
  return child;
}
