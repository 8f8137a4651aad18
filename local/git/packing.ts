import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Repository } from './repository.ts';
import { gitEnvironment, runGit } from './run-git.ts';

/** So many objects may lie in files of their own: those of about 70 pushes. More are put into one pack. */
const MOST_LOOSE_OBJECTS = 256;

/** Packs what lies in too many files, as git servers do from time to time. Git lets others push meanwhile. */
export async function packNowAndThen(
  { folder }: Repository,
  started: (child: ChildProcess) => void,
): Promise<void> {
  const [loose = ''] = (await runGit(folder, 'count-objects')).split(' ');
  if (Number(loose) <= MOST_LOOSE_OBJECTS) return;
  const child = spawn('git', ['-C', folder, 'gc', '--quiet'], {
    env: gitEnvironment(folder),
    stdio: 'ignore',
  });
  started(child);
  await once(child, 'close');
}
