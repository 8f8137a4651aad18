import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerOf, appImage, DOCKERFILE } from './app-image.ts';

const REAPER = join(import.meta.dirname, '../../../local/runs/reaper.ts');
/** How long anything here may take on a machine that does other things too, in milliseconds. */
const timeout = 20_000;

describe('the process engine', () => {
  let app: Awaited<ReturnType<typeof appImage>>;
  beforeAll(async () => {
    app = await appImage('process');
  });
  afterAll(() => app?.close());

  it('refuses what needs a Docker engine, by line', async () => {
    await writeFile(join(app.folder, 'Dockerfile.run'), `${DOCKERFILE}RUN echo hello\n`);
    await expect(app.docker('build', '-f', 'Dockerfile.run', '-t', 'x:y', '.')).rejects.toThrow(/:8: RUN/);
    await expect(app.start({ command: ['python3', 'app.py'] })).rejects.toThrow(/needs a Docker engine/);
    await expect(app.start({ user: 'nobody' })).rejects.toThrow(/user nobody, which needs a Docker engine/);
    const mounts = [{ volume: 'v', path: '/v', readOnly: false }];
    await expect(app.start({ mounts })).rejects.toThrow(/mounts volumes, which needs a Docker engine/);
    await expect(app.docker('run', 'x:y')).rejects.toThrow(/local cloud's docker has build/);
    await expect(app.docker('build', '--squash', '.')).rejects.toThrow(/option --squash/);
  });

  it('ends what a container has started along with it', async () => {
    const output: string[] = [];
    const script =
      "console.log('pid ' + require('child_process').spawn('node', ['-e', 'setInterval(() => 0, 1e6)']).pid)";
    const command = ['node', '-e', `${script}; setInterval(() => 0, 1e6)`];
    const container = await app.start({ command, stopTimeout: 0 }, output);
    await vi.waitFor(() => expect(output.join('')).toMatch(/pid \d+/), { timeout });
    await container.stop();
    const pid = Number(/pid (\d+)/.exec(output.join(''))?.[1]);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout });
  });

  it('runs the shell form of a command where it is a simple one', async () => {
    const container = await app.start({ command: ['/bin/sh', '-c', 'node program.mjs'] });
    expect(await answerOf(container.endpoints.get(3000))).toBe('red v1');
    await container.stop();
    const pipe = app.start({ command: ['/bin/sh', '-c', 'node program.mjs | cat'] });
    await expect(pipe).rejects.toThrow(/needs a shell, and so a Docker engine/);
  });

  it('keeps what listens on loopback only from being reached, as a container does', async () => {
    const output: string[] = [];
    const script =
      "const s = require('net').createServer().listen(3000, 'localhost', () => console.log('at ' + s.address().port))";
    const container = await app.start({ command: ['node', '-e', script], stopTimeout: 0 }, output);
    await vi.waitFor(() => expect(output.join('')).toContain('at 3000'), { timeout });
    const { host, port } = container.endpoints.get(3000) ?? {};
    await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow();
    await container.stop();
  });

  it('tells in the log why a health check cannot be run', async () => {
    const output: string[] = [];
    const container = await app.start({}, output);
    const check = ['/bin/sh', '-c', 'curl -f http://localhost:3000/ || exit 1'];
    await expect(container.exec(check, 5)).rejects.toThrow(/needs a Docker engine/);
    expect(output.join('')).toContain('health check: ');
    await container.stop();
  });
});

describe('a program that hangs', () => {
  it('ends with the local cloud, also when that is killed', async () => {
    // The first starts the second and is killed; the second never looks at anything.
    const parent = `
      import { spawn } from 'node:child_process';
      import { Reaper } from ${JSON.stringify(REAPER)};
      const child = spawn(process.execPath, ['-e', 'for (;;);'], { detached: true, stdio: 'ignore' });
      new Reaper('/nowhere').watch(child.pid);
      process.stdout.write(String(child.pid));
      setInterval(() => 0, 1e6);`;
    const killed = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = await once(killed.stdout, 'data');
    expect(isRunning(Number(pid))).toBe(true);
    killed.kill('SIGKILL');
    await vi.waitFor(() => expect(isRunning(Number(pid))).toBe(false), { timeout });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
