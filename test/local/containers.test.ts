import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { findEngine } from '../../local/containers/docker/find-engine.ts';
import type { ContainerSpec } from '../../local/containers/engine.ts';

const run = promisify(execFile);
// Both engines wherever both can be had: the docker one exists only where an engine answers.
const engines = 'reason' in (await findEngine()) ? (['process'] as const) : (['docker', 'process'] as const);

const PROGRAM = `
import { createServer } from 'node:http';
console.log('hello from ' + process.env.COLOUR);
if (process.env.EXIT) process.exit(Number(process.env.EXIT));
createServer((request, response) => response.end(process.env.COLOUR + ' ' + process.env.VERSION)).listen(3000);
process.on('SIGTERM', () => process.exit(7));
`;
const DOCKERFILE = `FROM public.ecr.aws/docker/library/node:24-slim
WORKDIR /app
COPY program.mjs ./
ARG VERSION=none
ENV VERSION=$VERSION
EXPOSE 3000
CMD ["node", "program.mjs"]
`;

describe.each(engines)('the %s engine', (kind) => {
  let cloud: Cloud;
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let image: string;
  const docker = (...args: string[]) => run('docker', args, { cwd: folder, env: environment });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'containers-'));
    cloud = await startCloud({ engine: kind });
    const { path, environment: more } = cloud.engine.buildTools;
    environment = { ...cloud.environment, ...more, PATH: [...path, process.env.PATH].join(':') };
    await writeFile(join(folder, 'program.mjs'), PROGRAM);
    await writeFile(join(folder, 'Dockerfile'), DOCKERFILE);
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = cloud.environment;
    const ecr = new ECRClient({ endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
    const name = `${repository?.repositoryUri}:v1`;
    const login = `aws ecr get-login-password | docker login --username AWS --password-stdin ${endpoint.replace('http://', '')}`;
    await run('sh', ['-c', login], { env: environment });
    await docker('build', '--build-arg', 'VERSION=v1', '-t', name, '.');
    await docker('push', name);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'team/app' }));
    image = `${repository?.repositoryUri}@${imageDetails?.[0]?.imageDigest}`;
    ecr.destroy();
  });
  afterAll(async () => {
    await cloud?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (more: Partial<ContainerSpec> = {}, output: string[] = []) =>
    cloud.engine.run({
      name: `slipway-test-${process.pid}-${Math.random().toString(36).slice(2)}`,
      image,
      environment: { COLOUR: 'red' },
      ports: [3000],
      stopTimeout: 10,
      onOutput: (chunk) => output.push(chunk),
      ...more,
    });

  it('runs two containers of one image side by side, each at an address of its own', async () => {
    const output: string[] = [];
    const [red, blue] = await Promise.all([start({}, output), start({ environment: { COLOUR: 'blue' } })]);
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
    const container = await start({ environment: { COLOUR: 'red', EXIT: '3' } });
    expect(await container.exited).toMatchObject({ code: 3 });
    expect(await container.stop()).toMatchObject({ code: 3 });
  });

  it('runs a command inside, for health checks', async () => {
    const container = await start();
    try {
      expect(await container.exec(['node', '-e', 'process.exit(0)'], 30)).toBe(0);
      expect(await container.exec(['node', '-e', 'process.exit(4)'], 30)).toBe(4);
    } finally {
      await container.stop();
    }
  });

  it('says what cannot be pulled as ECS does', async () => {
    const missing = image.replace(/[0-9a-f]{64}$/, '0'.repeat(64));
    await expect(start({ image: missing })).rejects.toThrow(/^CannotPullContainerError: /);
  });

  if (kind === 'process') {
    it('refuses what needs a Docker engine, by line', async () => {
      await writeFile(join(folder, 'Dockerfile.run'), `${DOCKERFILE}RUN echo hello\n`);
      await expect(docker('build', '-f', 'Dockerfile.run', '-t', 'x:y', '.')).rejects.toThrow(/:8: RUN/);
      await expect(start({ command: ['python3', 'app.py'] })).rejects.toThrow(/needs a Docker engine/);
    });
  }
});

/** What the program answers as soon as it listens. */
async function answerOf(endpoint: { host: string; port: number } | undefined): Promise<string> {
  if (!endpoint) throw new Error('the port is not published');
  for (;;) {
    const answer = await new Promise<string | undefined>((resolve) => {
      http
        .get({ ...endpoint, agent: false }, (response) => {
          response.setEncoding('utf8');
          response.once('data', resolve);
          response.once('error', () => resolve(undefined));
        })
        .on('error', () => setTimeout(() => resolve(undefined), 20));
    });
    if (answer !== undefined) return answer;
  }
}
