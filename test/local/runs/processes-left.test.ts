import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { endProcessesLeft } from '../../../local/runs/processes-left.ts';

it.runIf(process.platform === 'linux')(
  'ends a process that is always about to become another program, when it shows no home',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'left-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const again = join(folder, 'again');
    await writeFile(again, '#!/bin/sh\nexec "$0"\n', { mode: 0o755 });
    // Any one of them could be seen by luck.
    for (let tried = 0; tried < 10; tried++) {
      const child = spawn(again, { env: { HOME: folder, PATH: '/usr/bin:/bin' }, stdio: 'ignore' });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'exit');
      await once(child, 'spawn');
      expect(await endProcessesLeft(folder)).toBe(1);
      expect(await ended).toEqual([null, 'SIGKILL']);
    }
  },
);
