import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { ownerLabelOf } from '../local/containers/docker/marks.ts';
import type { ChildCloud } from './child-cloud.ts';
import { residentMegabytes } from './memory.ts';

const run = promisify(execFile);

/** What a local cloud has at one moment. What this machine cannot tell is missing. */
export type Sample = Readonly<Record<string, number>>;

/** Counts everything that could be left behind. Memory is counted after a garbage collection that gives free pages back. */
export async function takeSample(cloud: ChildCloud): Promise<Sample> {
  const { heapMegabytes, bufferMegabytes, violations } = await cloud.memory();
  if (violations.length > 0) throw new Error(`answers broke AWS's models: ${violations.join('; ')}`);
  const files = await readdir(cloud.folder, { recursive: true });
  return {
    heapMegabytes,
    bufferMegabytes,
    residentMegabytes: residentMegabytes(cloud.pid),
    processes: await processesOf(cloud),
    ...(process.platform === 'linux' ? await ofLinux(cloud.pid) : {}),
    runFiles: files.length,
    temporaryEntries: (await readdir(tmpdir())).length,
    ...(await inDocker(cloud.pid)),
  };
}

/** With all that its processes have started, tells `ps`. */
async function processesOf({ pid }: ChildCloud): Promise<number> {
  const { stdout } = await run('ps', ['axo', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const [child = 0, parent = 0] of rows) if (family.has(parent)) family.add(child);
  }
  return family.size - 1;
}

async function ofLinux(pid: number): Promise<Sample> {
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
    descriptors: descriptors.length,
    ports: listening.filter((inode) => sockets.has(`socket:[${inode}]`)).length,
  };
}

async function inDocker(pid: number): Promise<Sample> {
  const count = async (...args: string[]) => {
    const { stdout } = await run('docker', args);
    return stdout.split('\n').filter((line) => line.includes(ownerLabelOf(pid))).length;
  };
  try {
    return {
      containers: await count('ps', '--all', '--format', '{{.Labels}}'),
      networks: await count('network', 'ls', '--format', '{{.Labels}}'),
      volumes: await count('volume', 'ls', '--format', '{{.Labels}}'),
    };
  } catch {
    return {};
  }
}
