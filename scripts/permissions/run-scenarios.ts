import { spawn } from 'node:child_process';

/** Runs under way. */
const running = new Set<ReturnType<typeof spawn>>();

/** Runs all scenarios, or one file up to its first failure, and tells nothing of it. @returns whether all passed */
export function runScenarios({
  file,
  env,
}: {
  /** As `endings/tasks.test.ts`. */
  file?: string;
  env: Readonly<Record<string, string>>;
}): Promise<boolean> {
  const child = spawn(
    'vitest',
    [
      ...['run', '--project', 'scenarios', '--reporter', 'dot'],
      ...(file === undefined ? [] : [`test/scenarios/${file}`, '--bail', '1']),
    ],
    { stdio: 'ignore', env: { ...process.env, ...env } },
  );
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code === 0);
    });
  });
}

/** Ends what is under way. */
export function endScenarios(): void {
  for (const child of running) child.kill('SIGTERM');
}
