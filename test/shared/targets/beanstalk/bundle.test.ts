import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { BeanstalkTarget, BundleFile } from '../../../../shared/deployment/beanstalk-target.ts';
import type { Release } from '../../../../shared/deployment/model.ts';
import { draftVersion } from '../../../../shared/targets/beanstalk/draft.ts';

const digest = `sha256:${'9f2e41c07d55'.padEnd(64, '0')}`;
const image = `000000000000.dkr.ecr.us-east-1.amazonaws.com/team/web@${digest}`;
const release: Release = { repository: 'team/web', digest, image, commit: '3f9d1c0ab12c'.padEnd(40, 'a') };

function draft(settings: Partial<BeanstalkTarget>, of: Release = release) {
  return draftVersion(
    {
      settings: { kind: 'beanstalk', application: 'shop', environment: 'shop-prod', ...settings },
      repository: 'team/web',
    },
    of,
  );
}

const bundleOf = (...files: BundleFile[]): Partial<BeanstalkTarget> => ({ bundle: { folder: 'eb', files } });

/** The files of the zip that is made, as text. */
function made(settings: Partial<BeanstalkTarget>): Record<string, string> {
  const { bundle } = draft(settings);
  if (bundle === undefined) throw new Error('no bundle was made');
  return Object.fromEntries(
    Object.entries(unzipSync(bundle.zip)).map(([path, bytes]) => [path, strFromU8(bytes)]),
  );
}

it('makes a Dockerrun.aws.json of version 1 where the repository has no bundle', () => {
  expect(JSON.parse(made({ port: 3000 })['Dockerrun.aws.json'] ?? '')).toEqual({
    AWSEBDockerrunVersion: '1',
    Image: { Name: image, Update: 'true' },
    Ports: [{ ContainerPort: 3000 }],
  });
});

it('puts the image into a Dockerrun.aws.json of version 1, and keeps all else, known or not', () => {
  const own = {
    AWSEBDockerrunVersion: '1',
    Image: { Name: 'team/web:latest', Update: 'false', FieldOfNextYear: [null] },
    Ports: [{ ContainerPort: '5000', HostPort: 8000 }],
    Volumes: [{ HostDirectory: '/var/app/db', ContainerDirectory: '/data' }],
    Logging: '/var/log/nginx',
  };
  const content = JSON.stringify(own);
  expect(
    JSON.parse(made(bundleOf({ path: 'Dockerrun.aws.json', content }))['Dockerrun.aws.json'] ?? ''),
  ).toEqual({
    ...own,
    Image: { ...own.Image, Name: image },
  });
});

it('puts it into the containers of version 2 that run the pipeline\u2019s repository, or into those that are named', () => {
  const sidecar = { name: 'proxy', image: 'nginx', memory: 128, links: ['app'] };
  const content = JSON.stringify({
    AWSEBDockerrunVersion: 2,
    volumes: [{ name: 'conf', host: { sourcePath: '/var/app/current/conf' } }],
    containerDefinitions: [{ name: 'app', image: 'host.example/team/web:1', memory: 128 }, sidecar],
  });
  const files = bundleOf({ path: 'Dockerrun.aws.json', content });
  const images = (settings: Partial<BeanstalkTarget>) =>
    JSON.parse(made(settings)['Dockerrun.aws.json'] ?? '').containerDefinitions.map(
      (one: { image: string }) => one.image,
    );
  expect(images(files)).toEqual([image, 'nginx']);
  expect(images({ ...files, containers: ['proxy'] })).toEqual(['host.example/team/web:1', image]);
  expect(() => draft({ ...files, containers: ['none'] })).toThrow(
    /has no none, which target\.beanstalk\.containers names/,
  );
});

it('puts it into docker-compose.yml: comments, anchors and other services stay, and nothing is built on the instance', () => {
  const content = `# ours
x-common: &common
  image: team/web
  environment: [LOG=1]
services:
  web:
    <<: *common
    build: .
    ports: ['80:3000'] # users
  worker: *common
  redis: { image: 'redis:7' }
`;
  const found = made(
    bundleOf(
      { path: 'docker-compose.yml', content },
      {
        path: 'Dockerrun.aws.json',
        content: '{"AWSEBDockerrunVersion":"3","Authentication":{"bucket":"b"}}',
      },
      { path: '.platform/hooks/predeploy/01.sh', content: '#!/bin/sh\n', executable: true },
    ),
  );
  const text = found['docker-compose.yml'] ?? '';
  expect(text).toContain('# ours');
  expect(text).toContain('# users');
  expect(text).not.toContain('build');
  expect(text).toContain('redis:7');
  expect(text.split(image)).toHaveLength(3);
  expect(text).toContain('image: team/web\n  environment');
  expect(found['Dockerrun.aws.json']).toContain('Authentication');
});

it.each([
  [
    bundleOf({ path: 'docker-compose.yml', content: 'services: { web: { image: other } }' }),
    /name those that get it under target\.beanstalk\.containers/,
  ],
  [bundleOf({ path: 'Dockerrun.aws.json', content: '{"AWSEBDockerrunVersion":"1"}' }), /has no "Image"/],
  [bundleOf({ path: 'README.md', content: '' }), /has neither/],
])('says what is wrong with a bundle that would not run the release (%#)', (settings, words) => {
  expect(() => draft(settings)).toThrow(words);
});

it('gives the same bytes and the same label for the same release and files, in whatever order, and others for others', () => {
  const compose: BundleFile = {
    path: 'docker-compose.yml',
    content: 'services: { web: { image: team/web } }',
  };
  const hook: BundleFile = {
    path: '.platform/hooks/a.sh',
    content: 'AAEC',
    encoding: 'base64',
    executable: true,
  };
  const [one, two] = [draft(bundleOf(compose, hook)), draft(bundleOf(hook, compose))];
  expect(Buffer.from(one.bundle?.zip ?? []).equals(Buffer.from(two.bundle?.zip ?? []))).toBe(true);
  expect(one.label).toBe(two.label);
  expect(one.label).toMatch(/^3f9d1c0ab12c-9f2e41c07d55-[0-9a-f]{8}$/);
  expect(draft(bundleOf(compose)).label).not.toBe(one.label);
  const { executable: _x, ...noProgram } = hook;
  expect(draft(bundleOf(compose, noProgram)).label).not.toBe(one.label);
  const { commit: _, ...untold } = release;
  expect(draft({ port: 80 }, { ...untold, tag: 'v/1'.padEnd(128, 'x') }).label.length).toBeLessThanOrEqual(
    100,
  );
  expect(draft({ imageConfiguration: true })).toEqual({
    label: expect.stringMatching(/^3f9d1c0ab12c-9f2e41c07d55-/),
  });
});
