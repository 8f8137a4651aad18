import { execFileSync } from 'node:child_process';

/** What a process has in memory for itself, its libraries included, in megabytes (10^6 bytes). */
export function residentMegabytes(pid: number): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return (Number(kilobytes) * 1024) / 1e6;
}
