import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Endpoint } from '../../network.ts';
import type { Container, ContainerSpec, Exit } from '../engine.ts';
import { nodeArguments } from './command.ts';
import { withinRoot } from './root.ts';

/** Exit codes of what a signal ended, as shells and Docker count them. */
const SIGNALS: Readonly<Record<string, number>> = {
  SIGINT: 130,
  SIGKILL: 137,
  SIGTERM: 143,
  SIGSEGV: 139,
  SIGABRT: 134,
};

export interface ProcessOptions {
  readonly spec: ContainerSpec;
  readonly root: string;
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly endpoints: ReadonlyMap<number, Endpoint>;
  /** What the ports really are, for the preload. */
  readonly preload: string;
}

/** A container as a plain process of this machine. */
export class ProcessContainer implements Container {
  readonly id: string;
  readonly endpoints: ReadonlyMap<number, Endpoint>;
  readonly exited: Promise<Exit>;
  readonly #options: ProcessOptions;
  readonly #child: ChildProcess;

  private constructor(options: ProcessOptions, child: ChildProcess) {
    this.#options = options;
    this.#child = child;
    this.id = `process-${child.pid}`;
    this.endpoints = options.endpoints;
    this.exited = once(child, 'close').then(([code, signal]) => ({ code: exitCode(code, signal) }));
  }

  /** @throws Error when the command is none that can be run so, or does not start */
  static async start(options: ProcessOptions): Promise<ProcessContainer> {
    const { spec, command } = options;
    const child = begin(options, command);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', spec.onOutput);
    }
    await once(child, 'spawn');
    return new ProcessContainer(options, child);
  }

  async stop(): Promise<Exit> {
    signalGroup(this.#child, 'SIGTERM');
    const timer = setTimeout(
      () => signalGroup(this.#child, 'SIGKILL'),
      this.#options.spec.stopTimeout * 1000,
    );
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }

  async exec(command: readonly string[], timeoutSeconds: number): Promise<number> {
    const child = begin(this.#options, command);
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), timeoutSeconds * 1000);
    const [code, signal] = await once(child, 'close');
    clearTimeout(timer);
    return exitCode(code, signal);
  }
}

function begin(options: ProcessOptions, command: readonly string[]): ChildProcess {
  const { root, workingDirectory, environment, endpoints, preload } = options;
  const ports = Object.fromEntries([...endpoints].map(([port, endpoint]) => [port, endpoint.port]));
  return spawn(process.execPath, nodeArguments(command, root), {
    cwd: withinRoot(root, workingDirectory),
    env: {
      ...environment,
      PATH: process.env.PATH ?? '',
      NODE_OPTIONS: `${environment.NODE_OPTIONS ?? ''} --import ${JSON.stringify(preload)}`.trim(),
      SLIPWAY_LOCAL_PORTS: JSON.stringify(ports),
    },
    // The last one is the pipe by which a program notices that the local cloud is gone.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own, so that what it starts ends with it.
    detached: true,
  });
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // It ended by itself in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function exitCode(code: unknown, signal: unknown): number {
  return typeof code === 'number' ? code : (SIGNALS[String(signal)] ?? 1);
}
