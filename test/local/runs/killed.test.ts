import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startCloud } from '../../../local/cloud.ts';
import { OWNER_LABEL } from '../../../local/containers/docker/marks.ts';
import { tellLeftOvers } from '../../../local/runs/left-overs.ts';
import { dockerAnswers } from '../containers/app-image.ts';

const BUSY = join(import.meta.dirname, 'busy-cloud.ts');
const timeout = 20_000;

/** A temporary folder of this test's own: other clouds on this machine have theirs. */
let temporary: string;
const before = process.env.TMPDIR;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'killed-clouds-'));
  process.env.TMPDIR = temporary;
});
afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await rm(temporary, { recursive: true, force: true });
});

describe.runIf(process.platform === 'linux')('a killed local cloud', () => {
  it('has its processes ended at once, those that never look at anything too', async () => {
    const { child, folder } = await busyCloud('process');
    expect(processesOf(folder).length).toBeGreaterThanOrEqual(4);
    child.kill('SIGKILL');
    // The one that left its group is found by the next start.
    await vi.waitFor(() => expect(processesOf(folder).length).toBeLessThanOrEqual(1), { timeout });
  });

  it('is tidied up by the next one, which says so and leaves a living one alone', async () => {
    const living = await busyCloud('process');
    const killed = await busyCloud('process');
    // The reaper, too: nobody is left to do anything.
    for (const pid of childrenOf(killed.child.pid)) if (isReaper(pid)) process.kill(pid, 'SIGKILL');
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const alive = processesOf(living.folder);
    const next = await startCloud({ engine: 'process' });
    onTestFinished(() => next.close());
    expect(processesOf(killed.folder)).toEqual([]);
    expect(existsSync(killed.folder)).toBe(false);
    expect(next.leftOvers.processes).toBeGreaterThanOrEqual(4);
    expect(tellLeftOvers(next.leftOvers)).toMatch(/ended hard.*starts afresh.*processes/);
    expect(processesOf(living.folder)).toEqual(alive);
    expect(existsSync(living.folder)).toBe(true);
  });

  it('leaves nothing whenever it is killed', async () => {
    for (const milliseconds of [100, 400, 700, 1000, 1500, 2500]) {
      const child = start('process');
      await sleep(milliseconds);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    const ending = await busyCloud('process');
    ending.child.kill('SIGTERM');
    await sleep(50);
    ending.child.kill('SIGKILL');
    // Until it has gone it is a living one, whose things stay.
    if (ending.child.exitCode === null && ending.child.signalCode === null) await once(ending.child, 'exit');
    const next = await startCloud({ engine: 'process' });
    const { folder } = next.account;
    await next.close();
    // What was just killed is listed for a moment more.
    await vi.waitFor(
      async () => {
        expect(processesOf(`${temporary}/`).filter((pid) => pid !== process.pid)).toEqual([]);
        expect((await readdir(temporary)).filter((name) => name.startsWith('slipway-'))).toEqual([]);
      },
      { timeout },
    );
    expect(existsSync(folder)).toBe(false);
  });

  it.runIf(dockerAnswers)(
    'has its containers and images removed by the next one, whatever its engine',
    async () => {
      const living = await busyCloud('docker');
      const killed = await busyCloud('docker');
      expect(containersOf(killed.child)).toHaveLength(2);
      killed.child.kill('SIGKILL');
      await once(killed.child, 'exit');
      const next = await startCloud({ engine: 'process' });
      onTestFinished(() => next.close());
      expect(next.leftOvers.containers).toBeGreaterThanOrEqual(2);
      expect(next.leftOvers.images).toBeGreaterThanOrEqual(1);
      expect(containersOf(killed.child)).toEqual([]);
      expect(containersOf(living.child)).toHaveLength(2);
    },
  );
});

function start(engine: 'docker' | 'process'): ChildProcess {
  const child = spawn(process.execPath, [BUSY, engine], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  return child;
}

/** One in which a function, a build and a container run that never end by themselves. */
async function busyCloud(engine: 'docker' | 'process'): Promise<{ child: ChildProcess; folder: string }> {
  const child = start(engine);
  if (!child.stdout) throw new Error('its output cannot be read');
  const [folder] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, folder: folder.toString().trim() };
}

/** Processes that have their home or their programs in a run's folder, by `ps` and not by the code under test. */
function processesOf(folder: string): number[] {
  const lines = execFileSync('ps', ['axeww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return lines
    .split('\n')
    .filter((line) => new RegExp(` (HOME|PATH)=${folder}`).test(line))
    .map((line) => Number.parseInt(line, 10))
    .sort((a, b) => a - b);
}

function childrenOf(pid = 0): number[] {
  const lines = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return lines.trim().split(/\s+/).map(Number);
}

function isReaper(pid: number): boolean {
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes(
    'reaper-program',
  );
}

function containersOf({ pid }: ChildProcess): string[] {
  const format = `{{.ID}} {{.Label "${OWNER_LABEL}"}}`;
  const lines = execFileSync('docker', ['ps', '--all', '--format', format], { encoding: 'utf8' });
  return lines.split('\n').filter((line) => line.includes(` ${hostname()}/${pid}-`));
}
