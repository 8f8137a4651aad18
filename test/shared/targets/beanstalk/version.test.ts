import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateApplicationCommand } from '@aws-sdk/client-elastic-beanstalk';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Retryable } from '../../../../shared/deployment/errors.ts';
import type { Release } from '../../../../shared/deployment/model.ts';
import type { Target } from '../../../../shared/deployment/ports.ts';
import { localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { breath, releaseOf, settled } from '../contract/subject.ts';
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

it('is put into Elastic Beanstalk\u2019s own bucket, which is made only where it is missing', async () => {
  const calls = recordCalls();
  const target = beanstalkTarget(local, {});
  const first = await target.prepare(releaseOf('first'), 'd');
  expect(calls.filter((name) => name === 'CreateStorageLocation')).toHaveLength(1);
  const second = await target.prepare(releaseOf('second'), 'd');
  expect(calls.filter((name) => name === 'CreateStorageLocation')).toHaveLength(1);
  for (const label of [first, second]) {
    expect(await bundles()).toContain(`slipway/app/${label}.zip`);
    await processed(target, label);
  }
});

it('is not put into a bucket of that name which somebody else has', async () => {
  local.s3.objects.ensure('elasticbeanstalk-us-east-1-111122223333');
  const target = beanstalkTarget(local, {}, undefined, '111122223333');
  await expect(target.prepare(releaseOf('first'), 'd')).rejects.toMatchObject({
    name: 'Rejected',
    message: expect.stringContaining('The bucket has to be of the account 111122223333'),
  });
});

it('that could not be processed is made anew with its bundle by the next deployment, and by none more than once', async () => {
  local.faults.add({ kind: 'fail-version', cluster: 'app', times: 2 });
  const calls = recordCalls();
  const target = beanstalkTarget(local, {});
  const revision = await target.prepare(releaseOf('first'), 'd1');
  const refused = {
    name: 'Rejected',
    message: expect.stringContaining('Service:Amazon S3, Message:We encountered'),
  };
  await expect(processed(target, revision)).rejects.toMatchObject(refused);

  // The cause has not passed yet.
  expect(await target.prepare(releaseOf('first'), 'd2')).toBe(revision);
  await expect(processed(target, revision)).rejects.toMatchObject(refused);
  expect(calls.filter((name) => name === 'DeleteApplicationVersion')).toHaveLength(1);

  expect(await target.prepare(releaseOf('first'), 'd3')).toBe(revision);
  await processed(target, revision);
  expect(await bundles()).toEqual([`slipway/app/${revision}.zip`]);

  await target.prepare(releaseOf('first'), 'd4');
  expect(calls.filter((name) => name === 'DeleteApplicationVersion')).toHaveLength(2);
  expect(calls.filter((name) => name === 'CreateApplicationVersion')).toHaveLength(3);
});

it('that could not be processed is made anew for all that ask for it at once', async () => {
  local.faults.add({ kind: 'fail-version', cluster: 'app', times: 1 });
  const target = beanstalkTarget(local, {});
  const revision = await target.prepare(releaseOf('first'), 'd');
  await expect(processed(target, revision)).rejects.toThrow('could not process');
  // As the step of a deployment: what is to be tried again is.
  const prepared = async (deployment: string): Promise<string> => {
    try {
      return await target.prepare(releaseOf('first'), deployment);
    } catch (error) {
      if (!(error instanceof Retryable)) throw error;
      await breath();
      return prepared(deployment);
    }
  };
  expect(await Promise.all(['d1', 'd2', 'd3'].map(prepared))).toEqual([revision, revision, revision]);
  await processed(target, revision);
  expect(await bundles()).toEqual([`slipway/app/${revision}.zip`]);
});

async function processed(target: Target, revision: string): Promise<void> {
  while ((await target.unfinished?.(revision)) !== undefined) await breath();
}

/** The names of the calls of Elastic Beanstalk from now on. */
function recordCalls(): string[] {
  const calls: string[] = [];
  local.eb.middlewareStack.add(
    (next, { commandName = '' }) => {
      return (input) => {
        calls.push(commandName.replace(/Command$/, ''));
        return next(input);
      };
    },
    { step: 'initialize' },
  );
  return calls;
}

/** What lies in Elastic Beanstalk's bucket. */
async function bundles(): Promise<(string | undefined)[]> {
  const s3 = new S3Client({ ...local.config, forcePathStyle: true });
  const Bucket = 'elasticbeanstalk-us-east-1-000000000000';
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key);
}
