import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcessesLeft } from './processes-left.ts';
import { REAPED } from './reaper.ts';
import { foldersLeft } from './run-folder.ts';

/** How many of each kind former runs have left that were ended hard, and that are removed now. */
export type LeftOvers = Readonly<Record<string, number>>;

/** Ends the processes and removes the folders of runs that are no more. Those of living ones are not touched. */
export async function removeLeftOvers(): Promise<LeftOvers> {
  let processes = 0;
  let folders = 0;
  for (const folder of await foldersLeft()) {
    processes += await endProcessesLeft(folder);
    processes += Number(await readFile(join(folder, REAPED), 'utf8').catch(() => 0));
    // Another run that starts now may be removing it too; what is another user's stays.
    const removed = rm(folder, { recursive: true, force: true, maxRetries: 3 });
    folders += await removed.then(
      () => 1,
      () => 0,
    );
  }
  return { processes, folders };
}

/** One line for people; undefined where nothing was left. */
export function tellLeftOvers(left: LeftOvers): string | undefined {
  const parts = Object.entries(left)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${count === 1 ? kind.slice(0, -1) : kind}`);
  if (parts.length === 0) return undefined;
  return `a former run was ended hard, and this one starts afresh: its state is gone; removed ${parts.join(', ')}`;
}
