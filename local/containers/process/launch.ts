import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Endpoint } from '../../network.ts';
import { nodeArguments } from './command.ts';
import { withinRoot } from './root.ts';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'preload.mjs')).href;
/** Where the commands of this machine are that the base image would have too (`sh`, `cat`). */
const SYSTEM_PATH = ['/usr/bin', '/bin'];

export interface Surroundings {
  readonly root: string;
  readonly hostName: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly endpoints: ReadonlyMap<number, Endpoint>;
  /** A folder with `node` in it: the one that runs this. */
  readonly nodeFolder: string;
}

/**
 * Starts a command of a container in a process group of its own.
 *
 * @param isFirst for the container's own command, which a signal ends only if it handles it
 * @throws Error when the command is none that can be run without a Docker engine
 */
export function launch(
  { root, workingDirectory, nodeFolder, ...rest }: Surroundings,
  command: readonly string[],
  isFirst: boolean,
): ChildProcess {
  const args = nodeArguments(command, root);
  const folders = {
    HOME: withinRoot(root, userInfo().uid === 0 ? '/root' : '/home/node'),
    TMPDIR: withinRoot(root, '/tmp'),
  };
  const cwd = withinRoot(root, workingDirectory);
  for (const folder of [cwd, ...Object.values(folders)]) mkdirSync(folder, { recursive: true });
  const environment = { ...folders, HOSTNAME: rest.hostName, ...rest.environment };
  const ports = Object.fromEntries([...rest.endpoints].map(([port, endpoint]) => [port, endpoint.port]));
  return spawn(join(nodeFolder, 'node'), args, {
    cwd,
    env: {
      ...environment,
      PATH: [nodeFolder, ...imagePath(root, environment), ...SYSTEM_PATH].join(delimiter),
      NODE_OPTIONS: `${rest.environment.NODE_OPTIONS ?? ''} --import=${PRELOAD}`.trim(),
      SLIPWAY_CONTAINER_PORTS: JSON.stringify(ports),
      ...(isFirst ? { SLIPWAY_CONTAINER_FIRST: '1' } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

function imagePath(root: string, environment: Readonly<Record<string, string>>): string[] {
  return (environment.PATH ?? '')
    .split(':')
    .filter((folder) => folder !== '')
    .map((folder) => withinRoot(root, folder));
}
