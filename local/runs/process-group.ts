/** Sends a signal to a process and all that it has started in its group. False when nobody is left there. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  // 0 would be this process's own group.
  if (pid === undefined || pid === 0) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
