import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchGetImageCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, appImage, dockerAnswers, PROGRAM } from './app-image.ts';

describe.runIf(dockerAnswers)('the docker engine', () => contract('docker'));
describe('the process engine', () => contract('process'));

/** What every engine does. */
function contract(kind: 'docker' | 'process'): void {
  let app: Awaited<ReturnType<typeof appImage>>;
  beforeAll(async () => {
    app = await appImage(kind);
  });
  afterAll(() => app?.close());

  it('tells the digest of what was pushed, as builds ask for it', async () => {
    const { stdout } = await app.docker('inspect', '--format', '{{index .RepoDigests 0}}', app.name);
    expect(stdout.trim()).toBe(app.image);
  });

  it('runs two containers of one image side by side, each at an address of its own', async () => {
    const output: string[] = [];
    const [red, blue] = await Promise.all([
      app.start({}, output),
      app.start({ environment: { COLOUR: 'blue' } }),
    ]);
    try {
      expect(await answerOf(red.endpoints.get(3000))).toBe('red v1');
      expect(await answerOf(blue.endpoints.get(3000))).toBe('blue v1');
      expect(output.join('')).toContain('hello from red');
    } finally {
      // SIGTERM reaches the program, which says so by its exit code.
      expect(await Promise.all([red.stop(), blue.stop()])).toMatchObject([{ code: 7 }, { code: 7 }]);
    }
  });

  it('tells the exit code of a program that ends by itself, and can be told to stop it all the same', async () => {
    const container = await app.start({ environment: { COLOUR: 'red', EXIT: '3' } });
    expect(await container.exited).toMatchObject({ code: 3 });
    expect(await container.stop()).toMatchObject({ code: 3 });
  });

  it('runs a command inside, for health checks', async () => {
    const container = await app.start();
    try {
      expect(await container.exec(['node', '-e', 'process.exit(0)'], 30)).toBe(0);
      expect(await container.exec(['node', '-e', 'process.exit(4)'], 30)).toBe(4);
    } finally {
      await container.stop();
    }
  });

  it('lets a health check reach the program at the port that it knows', async () => {
    const container = await app.start();
    try {
      await answerOf(container.endpoints.get(3000));
      const check = (port: number) =>
        `node -e "fetch('http://localhost:${port}/').then((answer) => process.exit(answer.ok ? 0 : 3))" || exit 1`;
      expect(await container.exec(['/bin/sh', '-c', check(3000)], 30)).toBe(0);
      expect(await container.exec(['/bin/sh', '-c', check(3001)], 30)).toBe(1);
    } finally {
      await container.stop();
    }
  });

  it('kills a program that does not handle SIGTERM when its time is over, as process 1 is on AWS', async () => {
    const container = await app.start({ environment: { COLOUR: 'red', DEAF: '1' }, stopTimeout: 1 });
    await answerOf(container.endpoints.get(3000));
    expect(await container.stop()).toMatchObject({ code: 137 });
  });

  it('gives each container its own files', async () => {
    const [one, other] = await Promise.all([app.start(), app.start()]);
    try {
      const write = "fs.writeFileSync('mine', '')";
      const look = "process.exit(fs.existsSync('mine') ? 9 : 0)";
      expect(await one.exec(['node', '-e', write], 30)).toBe(0);
      expect(await one.exec(['node', '-e', look], 30)).toBe(9);
      expect(await other.exec(['node', '-e', look], 30)).toBe(0);
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
  });

  it('runs the image for this machine out of an index', async () => {
    const { images } = await app.ecr.send(
      new BatchGetImageCommand({ repositoryName: 'team/app', imageIds: [{ imageTag: 'v1' }] }),
    );
    const [{ imageManifest = '', imageManifestMediaType: mediaType, imageId } = {}] = images ?? [];
    const platform = { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };
    const child = { mediaType, digest: imageId?.imageDigest, size: imageManifest.length, platform };
    const index = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [child],
    };
    const imageManifestText = JSON.stringify(index);
    const put = await app.ecr.send(
      new PutImageCommand({
        repositoryName: 'team/app',
        imageManifest: imageManifestText,
        imageTag: 'multi',
      }),
    );
    const container = await app.start({
      image: app.image.replace(/@.*/, `@${put.image?.imageId?.imageDigest}`),
    });
    try {
      expect(await answerOf(container.endpoints.get(3000))).toBe('red v1');
    } finally {
      await container.stop();
    }
  });

  it('builds and pushes a change within seconds, without sending the base again', async () => {
    await writeFile(join(app.folder, 'program.mjs'), `${PROGRAM}// changed`);
    const next = app.name.replace(/v1$/, 'v2');
    await app.docker('build', '--build-arg', 'VERSION=v2', '-t', next, '.');
    const { stdout } = await app.docker('push', next);
    expect(stdout).toMatch(/Layer already exists|Mounted from/);
  });

  it('says what cannot be pulled as ECS does', async () => {
    const missing = app.image.replace(/[0-9a-f]{64}$/, '0'.repeat(64));
    await expect(app.start({ image: missing })).rejects.toThrow(/^CannotPullContainerError: /);
  });
}
