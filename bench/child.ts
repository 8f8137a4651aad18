import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Starts a program of this folder. Its first message. @throws Error when it ends before */
export async function startChild(
  program: string,
  argument: string,
  options: ForkOptions = {},
): Promise<{ child: ChildProcess; message: unknown }> {
  const child = fork(join(import.meta.dirname, program), [argument], options);
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with ${code} before it was ready`);
  });
  early.catch(() => undefined);
  const [message] = await Promise.race([once(child, 'message'), early]);
  return { child, message };
}
