import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ownerLabelOf } from '../local/containers/docker/marks.ts';
import { processesAt } from '../local/runs/processes-left.ts';
import type { ChildCloud } from './child-cloud.ts';
import { peakMegabytes, residentMegabytes } from './memory.ts';

const run = promisify(execFile);

/** What a local cloud has at one moment. */
export type Sample = Readonly<Record<string, number>>;

/** What only Linux tells, and what only a Docker engine has: it is not looked at elsewhere. */
export const OF_LINUX = ['peakMegabytes', 'processes', 'descriptors', 'ports'];
export const OF_DOCKER = ['containers', 'networks', 'volumes'];

/**
 * Counts everything that could be left behind. Memory, but for its peak, is counted after a garbage collection that
 * gives free pages back.
 * @param temporary the folder for temporary files that the cloud has to itself
 */
export async function takeSample(cloud: ChildCloud, temporary: string): Promise<Sample> {
  const { heapMegabytes, bufferMegabytes, violations } = await cloud.memory();
  if (violations.length > 0) throw new Error(`answers broke AWS's models: ${violations.join('; ')}`);
  const files = await readdir(cloud.folder, { recursive: true });
  const ofGit = files.filter((file) => file.startsWith('git/'));
  return {
    heapMegabytes,
    bufferMegabytes,
    residentMegabytes: residentMegabytes(cloud.pid),
    ...(process.platform === 'linux' ? await ofLinux(cloud) : {}),
    runFiles: files.length - ofGit.length,
    gitFiles: ofGit.length,
    temporaryEntries: (await readdir(temporary)).length,
    ...(cloud.engine === 'docker' ? await inDocker(cloud.pid) : {}),
  };
}

/** What is there of a cloud that has ended: nothing of anything. */
export async function leftBy(cloud: ChildCloud, temporary: string): Promise<Sample> {
  return {
    ...(process.platform === 'linux' ? { processes: (await processesAt(cloud.folder)).length } : {}),
    temporaryEntries: (await readdir(temporary)).length,
    ...(cloud.engine === 'docker' ? await inDocker(cloud.pid) : {}),
  };
}

async function ofLinux({ pid, folder }: ChildCloud): Promise<Sample> {
  const descriptors = await readdir(`/proc/${pid}/fd`);
  // The fourth column is the state; 0A is LISTEN. The tenth is the socket's number.
  const listening = (await readFile(`/proc/${pid}/net/tcp`, 'utf8'))
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, , , state, , , , , , inode]) => (state === '0A' && inode ? [inode] : []));
  // One may be closed in between.
  const places = descriptors.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => ''));
  const sockets = new Set(await Promise.all(places));
  return {
    peakMegabytes: peakMegabytes(pid),
    // By their home and not by their parents: an orphan has another parent.
    processes: (await processesAt(folder)).length,
    descriptors: descriptors.length,
    ports: listening.filter((inode) => sockets.has(`socket:[${inode}]`)).length,
  };
}

async function inDocker(pid: number): Promise<Sample> {
  const count = async (...args: string[]) => {
    const { stdout } = await run('docker', args);
    return stdout.split('\n').filter((line) => line.includes(ownerLabelOf(pid))).length;
  };
  return {
    containers: await count('ps', '--all', '--format', '{{.Labels}}'),
    networks: await count('network', 'ls', '--format', '{{.Labels}}'),
    volumes: await count('volume', 'ls', '--format', '{{.Labels}}'),
  };
}
