import { readFileSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process may start another one before it is ended itself, or after the list of all was read: so one looks again. */
const QUIET_LOOKS = 2;
const MOST_LOOKS = 50;

/** As long as a process needs to become another program. */
const PAUSE_MS = 10;

/** Where a process of a run tells that it is at home there; a shell of the user's own that is there does not. */
const HOMES = ['HOME', 'PATH'];

/**
 * Ends the processes of a run (or of a build of it), told by their home: functions, builds, containers without an engine and git all have
 * theirs or their programs in the run's folder, and they hand it on to what they start. How many there were.
 * Only Linux shows it; elsewhere the reaper is all there is.
 */
export async function endProcessesLeft(folder: string): Promise<number> {
  const ended = new Set<number>();
  let quiet = 0;
  for (let look = 0; quiet < QUIET_LOOKS && look < MOST_LOOKS; look++) {
    const { here, unknown } = await lookAround(folder);
    for (const pid of here) {
      ended.add(pid);
      end(pid);
    }
    if (unknown) await sleep(PAUSE_MS);
    quiet = unknown || here.length > 0 ? 0 : quiet + 1;
  }
  return ended.size;
}

/** Those that are there now, by the same. */
export async function processesAt(folder: string): Promise<readonly number[]> {
  return (await lookAround(folder)).here;
}

/** The processes that are at home there, and whether there are some that could be. */
async function lookAround(folder: string): Promise<{ here: readonly number[]; unknown: boolean }> {
  const all = await readdir('/proc').catch(() => []);
  const pids = all.filter((name) => /^\d+$/.test(name));
  const environments = pids.map(environmentOf);
  const here = pids.filter((_, index) => isAtHome(environments[index], folder));
  return { here: here.map(Number), unknown: environments.includes(undefined) };
}

function isAtHome(environment: string | undefined, folder: string): boolean {
  const variables = environment?.split('\0') ?? [];
  return variables.some((variable) => HOMES.some((name) => `${variable}/`.startsWith(`${name}=${folder}/`)));
}

/**
 * Undefined of a process that is about to become another program: it has neither environment nor arguments then. Read at
 * once: what is opened before that and read after it is empty, too.
 */
function environmentOf(pid: string): string | undefined {
  const environment = read(pid, 'environ');
  if (environment !== '' || !isProgram(pid)) return environment;
  return read(pid, 'cmdline') === '' ? undefined : read(pid, 'environ');
}

/** Empty for one that has ended, and for another user's, which is not ours. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Neither the system's own, nor ended and waiting for its parent to look, nor another user's. */
function isProgram(pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '';
  } catch {
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
