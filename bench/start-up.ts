import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cloudCommand, PROJECT } from './cloud-command.ts';
import { residentMegabytes } from './memory.ts';

export interface StartUp {
  /** From the start of the process to its line `ready`. */
  readonly milliseconds: number;
  /** Right after that line. */
  readonly megabytes: number;
  /** From SIGTERM to the end of the process. */
  readonly closingMilliseconds: number;
}

/** Starts the local cloud as `npm run cloud` does but for npm's own time, and ends it. @throws Error with what it printed when it fails */
export async function measureStart(engine: 'docker' | 'process'): Promise<StartUp> {
  const { environment, options, program } = await cloudCommand();
  const began = performance.now();
  const child = spawn(process.execPath, [...options, program, '--port', '0', '--engine', engine], {
    cwd: PROJECT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') break;
  const milliseconds = performance.now() - began;
  if (child.exitCode !== null || child.pid === undefined)
    throw new Error(`the local cloud did not start:\n${errors}`);
  const megabytes = residentMegabytes(child.pid);
  const closing = performance.now();
  child.kill('SIGTERM');
  await ended;
  return { milliseconds, megabytes, closingMilliseconds: performance.now() - closing };
}
