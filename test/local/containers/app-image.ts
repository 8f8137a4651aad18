import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { startCloud } from '../../../local/cloud.ts';
import { findEngine } from '../../../local/containers/docker/find-engine.ts';
import type { ContainerSpec } from '../../../local/containers/engine.ts';
import type { Endpoint } from '../../../local/network.ts';

export const run = promisify(execFile);
export const dockerAnswers = !('reason' in (await findEngine()));

export const PROGRAM = `
import { createServer } from 'node:http';
console.log('hello from ' + process.env.COLOUR);
if (process.env.EXIT) process.exit(Number(process.env.EXIT));
createServer((request, response) => response.end(process.env.COLOUR + ' ' + process.env.VERSION)).listen(3000);
if (!process.env.DEAF) process.on('SIGTERM', () => process.exit(7));
`;
export const DOCKERFILE = `FROM public.ecr.aws/docker/library/node:24-slim
WORKDIR /app
COPY program.mjs ./
ARG VERSION=none
ENV VERSION=$VERSION
EXPOSE 3000
CMD ["node", "program.mjs"]
`;

/** A local cloud with the image of a small app, built and pushed by the commands that a buildspec uses. */
export async function appImage(kind: 'docker' | 'process', pace = 1) {
  const folder = await mkdtemp(join(tmpdir(), 'containers-'));
  const cloud = await startCloud({ engine: kind, pace });
  const { path, environment: more } = cloud.engine.buildTools;
  const environment = { ...cloud.environment, ...more, PATH: [...path, process.env.PATH].join(':') };
  const docker = (...args: string[]) => run('docker', args, { cwd: folder, env: environment });
  await writeFile(join(folder, 'program.mjs'), PROGRAM);
  await writeFile(join(folder, 'Dockerfile'), DOCKERFILE);
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = cloud.environment;
  const ecr = new ECRClient({ endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const registry = endpoint.replace('http://', '');
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
  const name = `${registry}/team/app:v1`;
  const login = `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`;
  await run('sh', ['-c', login], { env: environment });
  await docker('build', '--build-arg', 'VERSION=v1', '-t', name, '.');
  await docker('push', name);
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'team/app' }));
  const image = `${registry}/team/app@${imageDetails?.[0]?.imageDigest}`;
  return {
    cloud,
    docker,
    ecr,
    environment,
    folder,
    registry,
    /** By tag. */
    name,
    /** By digest. */
    image,
    start: (more: Partial<ContainerSpec> = {}, output: string[] = []) =>
      cloud.engine.run({
        name: `slipway-test-${process.pid}-${Math.random().toString(36).slice(2)}`,
        image,
        environment: { COLOUR: 'red' },
        ports: [3000],
        stopTimeout: 10,
        onOutput: (chunk) => output.push(chunk),
        ...more,
      }),
    async close() {
      ecr.destroy();
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the program answers as soon as it listens. */
export async function answerOf(endpoint: Endpoint | undefined): Promise<string> {
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
