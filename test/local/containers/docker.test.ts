import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDockerShim } from '../../../local/containers/cli/write-shims.ts';
import { OWNER_LABEL } from '../../../local/containers/docker/marks.ts';
import { ownerId } from '../../../local/runs/owner.ts';
import { appImage, dockerAnswers, run } from './app-image.ts';

describe.runIf(dockerAnswers)('the docker engine', () => {
  let app: Awaited<ReturnType<typeof appImage>>;
  beforeAll(async () => {
    app = await appImage('docker');
  });
  afterAll(() => app?.close());

  it('runs as the user of the base image that a task asks for', async () => {
    const container = await app.start({
      user: 'node',
      command: ['node', '-e', 'process.exit(process.getuid() === 1000 ? 5 : 6)'],
    });
    expect(await container.exited).toMatchObject({ code: 5 });
  });

  it('shares a volume among containers, and removes it when none has it any more', async () => {
    const volume = `slipway-test-${process.pid}`;
    const mounts = (readOnly: boolean) => ({ mounts: [{ volume, path: '/shared', readOnly }] });
    const script = (text: string) => ({ command: ['node', '-e', text] });
    const writer = await app.start({ ...mounts(false), ...script("fs.writeFileSync('/shared/a', 'x')") });
    expect(await writer.exited).toMatchObject({ code: 0 });
    const reads =
      "fs.readFileSync('/shared/a'); try { fs.writeFileSync('/shared/b', '') } catch { process.exit(5) }";
    const reader = await app.start({ ...mounts(true), ...script(reads) });
    expect(await reader.exited).toMatchObject({ code: 5 });
    const volumes = () => run('docker', ['volume', 'ls', '-q', '--filter', `name=${volume}`]);
    expect((await volumes()).stdout.trim()).toBe(volume);
    await app.cloud.engine.removeVolume(volume);
    expect((await volumes()).stdout).toBe('');
  });

  it('builds through the engine itself where docker has no command', async () => {
    const bin = join(app.folder, 'bin');
    const { DOCKER_HOST: host = '' } = app.cloud.engine.buildTools.environment;
    writeDockerShim(bin, { engine: 'docker', host, labels: {}, logins: join(app.folder, 'logins.json') });
    const shim = (...args: string[]) =>
      run(join(bin, 'docker'), args, { cwd: app.folder, env: app.environment });
    const { stdout: password } = await run('aws', ['ecr', 'get-login-password'], { env: app.environment });
    await shim('login', '--username', 'AWS', '--password', password.trim(), app.registry);
    const next = app.name.replace(/v1$/, 'v3');
    await shim('build', '--build-arg', 'VERSION=v3', '-t', next, '.');
    const { stdout } = await shim('push', next);
    expect(stdout).toMatch(/v3: digest: sha256:[0-9a-f]{64}/);
  });

  it('leaves nothing in the engine', async () => {
    await app.cloud.close();
    const owned = await run('docker', [
      'ps',
      '-aq',
      '--filter',
      `label=${OWNER_LABEL}=${hostname()}/${ownerId()}`,
    ]);
    expect(owned.stdout).toBe('');
    const { stdout } = await run('docker', ['images', '--format', '{{.Repository}}']);
    expect(stdout).not.toContain(app.registry);
  });
});
