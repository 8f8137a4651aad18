import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Reaper } from '../../../local/runs/reaper.ts';

const timeout = 20_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reaper-'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

describe('a reaper that is killed', () => {
  it('is awaited no more', async () => {
    const reaper = new Reaper(folder);
    reaper.watch(sleeper().pid);
    await killed(folder);
    await reaper.close();
  });

  it('is started again and knows all that it has to end, but not what was released', async () => {
    const reaper = new Reaper(folder);
    const [one, other, released] = [sleeper(), sleeper(), sleeper()];
    for (const { pid } of [one, other, released]) reaper.watch(pid);
    await killed(folder);
    reaper.release(released.pid);
    await vi.waitFor(() => expect(reapersOf(folder)).toHaveLength(1), { timeout });
    const ended = Promise.all([once(one, 'exit'), once(other, 'exit')]);
    await reaper.close();
    expect(await ended).toEqual([
      [null, 'SIGKILL'],
      [null, 'SIGKILL'],
    ]);
    expect(released.signalCode).toBeNull();
  });
});

/** A process of its own group that never ends by itself. */
function sleeper(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
    detached: true,
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function killed(folder: string): Promise<void> {
  const [pid = 0] = await vi.waitUntil(
    () => {
      const found = reapersOf(folder);
      return found.length > 0 ? found : undefined;
    },
    { timeout },
  );
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(reapersOf(folder)).not.toContain(pid), { timeout });
}

/** By `ps`: it has the run's folder in its arguments. */
function reapersOf(folder: string): number[] {
  const lines = execFileSync('ps', ['ax', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes('reaper-program') && line.includes(folder))
    .map((line) => Number.parseInt(line, 10));
}
