import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * A command line tool from PyPI, by command or path: the one on the PATH, else one in a folder of its own in this project.
 * @throws Error when it is not there and cannot be installed: says what is missing
 */
export function pythonTool(tool: { command: string; package: string; version: string }): string {
  const { command } = tool;
  if (spawnSync(command, ['--version']).status === 0) return command;
  return join(pythonFolder(tool), 'bin', command);
}

/**
 * A folder of its own in this project with a package from PyPI, which is installed there once.
 * @throws Error when it cannot be installed: says what is missing
 */
export function pythonFolder({ package: name, version }: { package: string; version: string }): string {
  const folder = join(project, '.local-cloud', name);
  const done = join(folder, `installed-${version}`);
  if (existsSync(done)) return folder;
  if (!succeeds('python3', ['-m', 'venv', folder]))
    throw new Error(`${name} needs python3 with venv (on Debian: apt-get install python3-venv)`);
  if (!succeeds(join(folder, 'bin', 'pip'), ['install', '--quiet', `${name}==${version}`]))
    throw new Error(`${name} ${version} could not be installed`);
  writeFileSync(done, '');
  return folder;
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
