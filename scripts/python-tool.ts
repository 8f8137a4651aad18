import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * A command line tool from PyPI, by command or path: the one on the PATH, else one in a folder of its own in this project.
 * @throws Error when it is not there and cannot be installed: says what is missing
 */
export function pythonTool(tool: { command: string; package: string; version: string }): string {
  const { command, package: name, version } = tool;
  if (spawnSync(command, ['--version']).status === 0) return command;
  const folder = `${project}.local-cloud/${name}`;
  const own = `${folder}/bin/${command}`;
  if (existsSync(own)) return own;
  if (!succeeds('python3', ['-m', 'venv', folder]))
    throw new Error(`${command} needs python3 with venv (on Debian: apt-get install python3-venv)`);
  if (!succeeds(`${folder}/bin/pip`, ['install', '--quiet', `${name}==${version}`]))
    throw new Error(`${name} ${version} could not be installed`);
  return own;
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
