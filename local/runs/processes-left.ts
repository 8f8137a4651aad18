import { readdir, readFile } from 'node:fs/promises';

/** A process may start another one before it is ended itself. */
const ROUNDS = 5;

/** Where a process of a run tells that it is at home there; a shell of the user's own that is there does not. */
const HOMES = ['HOME', 'PATH'];

/**
 * Ends the processes of a run (or of a build of it), told by their home: functions, builds, containers without an engine and git all have
 * theirs or their programs in the run's folder, and they hand it on to what they start. How many there were.
 * Only Linux shows it; elsewhere the reaper is all there is.
 */
export async function endProcessesLeft(folder: string): Promise<number> {
  const ended = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const found = await processesAtHome(folder);
    if (found.length === 0) break;
    for (const pid of found) {
      ended.add(pid);
      end(pid);
    }
  }
  return ended.size;
}

async function processesAtHome(folder: string): Promise<number[]> {
  const all = await readdir('/proc').catch(() => []);
  const pids = all.filter((name) => /^\d+$/.test(name));
  const own = await Promise.all(
    pids.map(async (pid) => {
      // Those of other users cannot be read, and are not ours.
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment
        .split('\0')
        .some((variable) => HOMES.some((name) => `${variable}/`.startsWith(`${name}=${folder}/`)));
    }),
  );
  return pids.filter((_, index) => own[index]).map(Number);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
