import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../local/cloud.ts';
import { INTERRUPTED_LOG } from '../../conformance/interruption.ts';
import { leftBehind } from '../../conformance/left-behind.ts';
import { KINDS } from '../../conformance/made/kinds.ts';
import { PATIENCE, until } from '../../conformance/patience.ts';
import { BASE, putBaseImage } from '../../conformance/target.ts';

let cloud: Cloud;
let nodeImage: string;
/** Temporary files of the runs. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-conformance-'));
  cloud = await startCloud({ pace: 50, engine: 'process' });
  Object.assign(process.env, cloud.environment);
  nodeImage = await putBaseImage(new URL(cloud.account.endpoint).host);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await cloud?.close();
});

/** A run of its own process, once it has made one of each kind. */
async function halfRun(): Promise<{ program: ChildProcess; prefix: string }> {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'half-run.ts'), nodeImage], {
    ...{ stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: folder } },
  });
  for await (const prefix of createInterface(program.stdout)) return { program, prefix };
  throw new Error(`the run ended by itself: ${program.exitCode}`);
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(program, 'exit');
  program.kill(signal);
  await ended;
}

const left = async () => (await leftBehind()).filter((name) => !name.endsWith(BASE));

const cleanUp = async (...more: string[]) => {
  const program = join(import.meta.dirname, '../../conformance/clean-up.ts');
  return (await promisify(execFile)(process.execPath, [program, ...more])).stdout;
};

it('removes what a killed run left, one of each kind, when it is told to', async () => {
  const { program, prefix } = await halfRun();
  await end(program, 'SIGKILL');
  const names = await left();
  expect(
    new Set(KINDS.map(({ what }) => what).filter((what) => !names.some((name) => name.startsWith(what)))),
  ).toEqual(new Set());
  const looked = await cleanUp();
  expect(looked).toContain(`us-east-1, at ${cloud.account.endpoint}, names beginning with`);
  for (const name of names) expect(looked).toContain(name);
  expect(await cleanUp('--prefix', `${prefix}0`, '--yes')).toContain('0 found');
  expect(await left()).toEqual(names);
  expect(await cleanUp('--prefix', prefix, '--yes')).toMatch(/\d+ removed, 0 left/);
  expect(await left()).toEqual([]);
});

it('goes on by itself when a run is interrupted', async () => {
  const { program } = await halfRun();
  await end(program, 'SIGINT');
  expect(program.signalCode).toBe('SIGINT');
  const log = () => readFile(join(folder, basename(INTERRUPTED_LOG)), 'utf8').catch(() => '');
  await until(PATIENCE.local, 'the end of the clean-up', log, (text) => / left$/m.test(text));
  expect(await left()).toEqual([]);
});
