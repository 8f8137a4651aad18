import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { awsShim, quoted, writeCommand, writeDockerShim } from '../cli/write-shims.ts';
import type { ContainerEngine } from '../engine.ts';
import { allOnPath } from '../find-on-path.ts';
import type { Marks } from './marks.ts';

const run = promisify(execFile);

/** The first release of docker's command that does not speak BuildKit by itself but needs a plug-in for it. */
const NEEDS_PLUGIN = 23;

/**
 * docker's own command for builds, with four things about it changed: it keeps logins in a folder of this run, it
 * marks what it builds, it removes the containers of a build that is broken off (they carry no mark), and it builds without BuildKit unless DOCKER_BUILDKIT says otherwise. (BuildKit keeps a cache
 * that carries no label, of which nothing could be removed at the end.)
 */
export async function dockerBuildTools(
  folder: string,
  host: string,
  { labels }: Marks,
): Promise<ContainerEngine['buildTools']> {
  const commands = join(folder, 'bin');
  const config = join(folder, 'config');
  mkdirSync(config, { recursive: true });
  const docker = await findDocker();
  if (docker === undefined)
    writeDockerShim(commands, { engine: 'docker', host, labels, logins: join(folder, 'logins.json') });
  else {
    keepPlugins(config);
    writeCommand(commands, 'docker', marking(docker, labels));
  }
  return {
    path: [commands, ...awsShim(join(folder, 'aws'))],
    environment: {
      DOCKER_HOST: host,
      DOCKER_CONFIG: config,
      DOCKER_BUILDKIT: process.env.DOCKER_BUILDKIT ?? '0',
    },
  };
}

function marking(docker: string, labels: Marks['labels']): string {
  const options = Object.entries(labels).map(([name, value]) => `--label ${quoted(`${name}=${value}`)}`);
  const command = quoted(docker);
  return `# docker, with the local cloud's mark on what it builds, so that it can be removed at the end.
case "$1 $2" in
  "build "*) shift; exec ${command} build --force-rm ${options.join(' ')} "$@" ;;
  "image build") shift 2; exec ${command} build --force-rm ${options.join(' ')} "$@" ;;
  "buildx build") shift 2; exec ${command} buildx build ${options.join(' ')} "$@" ;;
  *) exec ${command} "$@" ;;
esac`;
}

/** The first on the PATH, or better the first that can use BuildKit when a build asks for it. */
async function findDocker(): Promise<string | undefined> {
  const found = [...new Set([...allOnPath('docker'), ...['/usr/bin/docker'].filter(existsSync)])];
  for (const docker of found) if (await speaksBuildKit(docker)) return docker;
  return found[0];
}

async function speaksBuildKit(docker: string): Promise<boolean> {
  try {
    const { stdout } = await run(docker, ['--version']);
    const major = Number(/version (\d+)/.exec(stdout)?.[1]);
    if (major < NEEDS_PLUGIN) return true;
    await run(docker, ['buildx', 'version']);
    return true;
  } catch {
    return false;
  }
}

/** Plug-ins such as buildx lie in the folder that DOCKER_CONFIG replaces. */
function keepPlugins(config: string): void {
  const plugins = join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'cli-plugins');
  if (existsSync(plugins)) symlinkSync(plugins, join(config, 'cli-plugins'));
}
