import { type SpawnOptions, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { signalGroup } from '../../runs/process-group.ts';
import type { Care } from '../../runs/reaper.ts';

/** Milliseconds from SIGTERM to SIGKILL. */
const KILL_AFTER_MS = 2000;
/** Milliseconds to wait for the last output of a process that has left others behind. */
const LAST_OUTPUT_MS = 100;

/** Starts processes, each in a group of its own, and ends them with all that they started. */
export class ProcessGroups {
  readonly #left = new Set<number>();
  readonly #care: Care | undefined;

  /** @param care ends them when this process is killed */
  constructor(care?: Care) {
    this.#care = care;
  }

  /** Resolves with the exit code, 128 and more for a signal. What it left running in the background goes on. */
  run(
    command: string,
    args: readonly string[],
    options: Pick<SpawnOptions, 'env' | 'cwd'> & { signal: AbortSignal; onOutput: (chunk: string) => void },
  ): Promise<number> {
    const { env, cwd, signal, onOutput } = options;
    if (signal.aborted) return Promise.resolve(130);
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      const { pid } = child;
      this.#care?.watch(pid);
      let kill: NodeJS.Timeout | undefined;
      const stop = () => {
        signalGroup(pid, 'SIGTERM');
        kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER_MS);
      };
      signal.addEventListener('abort', stop, { once: true });
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
      child.once('error', reject);
      child.once('exit', (code, name) => {
        clearTimeout(kill);
        signal.removeEventListener('abort', stop);
        if (pid !== undefined && signalGroup(pid, 0)) this.#left.add(pid);
        else this.#care?.release(pid);
        const exitCode = code ?? (name === 'SIGKILL' ? 137 : 143);
        // Output comes to its end only when all who hold it have ended.
        child.once('close', () => resolve(exitCode));
        const giveUp = () => {
          // Whoever else holds them must not keep this process from ending.
          for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
          resolve(exitCode);
        };
        // Where this process was busy for longer, what has come is read first: that is before setImmediate.
        setTimeout(() => setImmediate(giveUp), LAST_OUTPUT_MS);
      });
    });
  }

  /** Ends what was left running, as the end of CodeBuild's container does. */
  endAll(): void {
    for (const pid of this.#left) {
      signalGroup(pid, 'SIGKILL');
      this.#care?.release(pid);
    }
    this.#left.clear();
  }
}
