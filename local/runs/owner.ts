import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process so that it can be told from another one that gets its number later, or has it in another
 * container: `PID-START-NAMESPACE`. Where the system does not tell the latter two they are 0.
 */
export function ownerId(): string {
  return `${process.pid}-${startOf('self') ?? 0}-${namespace()}`;
}

/** Whether it can be seen from here if the process of that name has ended: one in another container cannot be judged. */
export function canBeJudged(owner: string): boolean {
  return /^\d+-\d+-(\d+)$/.exec(owner)?.[1] === namespace();
}

/** Whether the process of that name has surely ended. */
export function hasEnded(owner: string): boolean {
  if (!canBeJudged(owner)) return false;
  const [pid = '', start = ''] = owner.split('-');
  if (!isKnown(Number(pid))) return true;
  const now = startOf(pid);
  // It may have ended just now; another one may have its number.
  return start !== '0' && (now === undefined ? !isKnown(Number(pid)) : now !== start);
}

function isKnown(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When it was started, in the system's own ticks; `ended` for one that only waits for its parent to look. */
function startOf(pid: string): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may hold anything; the 3rd is the state, the 22nd the start.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

/** Numbers of processes mean something within one of these only. */
function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
