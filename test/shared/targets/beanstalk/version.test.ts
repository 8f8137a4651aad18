import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateApplicationCommand } from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Release } from '../../../../shared/deployment/model.ts';
import { localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { releaseOf, settled } from '../contract/subject.ts';
import { beanstalkTarget } from './target-in-local-cloud.ts';

let folder: string;
let local: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'version-'));
  local = await localBeanstalk({ folder });
  await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
});
afterEach(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

it('of a repository with a long name is still known by digest and commit when it is found running', async () => {
  const { digest, commit } = releaseOf('first');
  const name = `000000000000.dkr.ecr.eu-west-1.amazonaws.com/team/${'long-'.repeat(20)}web`;
  const release: Release = { ...releaseOf('first'), image: `${name}@${digest}` };
  const target = beanstalkTarget(local, {});
  const label = await target.prepare(release, 'd');
  await local.environment('web-prod', label);
  await local.until('web-prod', ({ Status }) => Status === 'Ready');
  expect((await settled(target)).settled.release).toMatchObject({ digest, commit });
});

it('of a form that the platform does not run is refused before anything is made', async () => {
  await local.environment('web-prod', undefined);
  const files = [
    { path: 'Dockerrun.aws.json', content: '{ "AWSEBDockerrunVersion": 2, "containerDefinitions": [] }' },
  ];
  const found = await beanstalkTarget(local, { bundle: { folder: 'eb', files } }).inspect();
  expect(found).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/^The environment web-prod .* takes no Dockerrun\.aws\.json of version 2/),
  });
});
