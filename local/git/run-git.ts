import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Bytes of output: a push of many commits lists them all. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Git as everybody has it, without the settings of whoever runs the cloud. */
export const gitEnvironment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
});

/** Runs git in a folder. @throws Error with what git wrote */
export async function runGit(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute('git', ['-C', folder, '-c', 'core.quotePath=false', ...args], {
    env: gitEnvironment(folder),
    maxBuffer: MAX_OUTPUT,
  });
  return stdout.trimEnd();
}

/** Git's answer to a question: true for exit code 0. */
export const asksGit = (folder: string, ...args: string[]): Promise<boolean> =>
  runGit(folder, ...args).then(
    () => true,
    () => false,
  );
