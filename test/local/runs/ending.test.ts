import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startCloud } from '../../../local/cloud.ts';
import { ContainerStartError } from '../../../local/containers/engine.ts';
import { Ending } from '../../../local/runs/ending.ts';
import { hasEnded, ownerId } from '../../../local/runs/owner.ts';
import { dockerAnswers } from '../containers/app-image.ts';

const CLOUD = join(import.meta.dirname, '../../../local/main.ts');
const BUSY = join(import.meta.dirname, 'busy-cloud.ts');

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'ending-clouds-'));
});
afterEach(() => rm(temporary, { recursive: true, force: true }));

describe('a local cloud', () => {
  it('leaves nothing where its port is taken, and says so', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const child = start(CLOUD, '--port', String(portOf(server)), '--engine', 'process');
    const told = child.stderr ? text(child.stderr) : '';
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await told).toMatch(/EADDRINUSE.*Give another one with --port/);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('ends in order while all is busy, also when it is asked twice', async () => {
    const child = start(BUSY, 'process');
    if (child.stdout) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await readdir(temporary)).toEqual([]);
  });

  it.runIf(dockerAnswers)('goes on and ends with a word when its Docker engine goes away', async () => {
    const engine = await standInForDocker();
    process.env.DOCKER_HOST = engine.host;
    onTestFinished(async () => {
      delete process.env.DOCKER_HOST;
      engine.cut();
    });
    const cloud = await startCloud({ engine: 'docker' });
    onTestFinished(() => cloud.close().catch(() => undefined));
    engine.cut();
    const task = cloud.engine.run({
      ...{ name: 'late', image: `${new URL(cloud.account.endpoint).host}/none@sha256:${'0'.repeat(64)}` },
      ...{ environment: {}, ports: [], stopTimeout: 1, onOutput: () => undefined },
    });
    await expect(task).rejects.toThrow(ContainerStartError);
    await expect(cloud.close()).rejects.toThrow(/the next start removes what is left .the engine: /);
    await expect(fetch(cloud.account.endpoint)).rejects.toThrow();
  });
});

it('ends everything, whatever fails on the way, and once', async () => {
  const done: string[] = [];
  const ending = new Ending();
  ending.add('first', () => void done.push('first'));
  ending.add('broken', () => {
    throw new Error('cannot');
  });
  ending.add('last', async () => void done.push('last'));
  await expect(ending.run()).rejects.toThrow('broken: cannot');
  await expect(ending.run()).rejects.toThrow('broken: cannot');
  expect(done).toEqual(['last', 'first']);
});

describe('the owner of a run', () => {
  const [pid, start, namespace] = ownerId().split('-');

  it('lives as long as its process does', () => {
    expect(hasEnded(ownerId())).toBe(false);
    expect(hasEnded(`${2 ** 22 + 1}-1-${namespace}`)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is another one when its number has been given again', () => {
    expect(hasEnded(`${pid}-${Number(start) - 1}-${namespace}`)).toBe(true);
  });

  it('is not judged from another container', () => {
    expect(hasEnded(`${2 ** 22 + 1}-1-1${namespace}`)).toBe(false);
    expect(hasEnded('something else')).toBe(false);
  });
});

function start(program: string, ...options: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...options], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** A way to the Docker engine that can be cut. */
async function standInForDocker(): Promise<{ host: string; cut(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const engine = createConnection('/var/run/docker.sock');
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.pipe(engine).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { host: `tcp://127.0.0.1:${portOf(server)}`, cut };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
