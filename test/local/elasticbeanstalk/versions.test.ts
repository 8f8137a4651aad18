import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationVersionCommand,
  DeleteApplicationCommand,
  DeleteApplicationVersionCommand,
  DescribeApplicationVersionsCommand,
  DescribeEventsCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dockerrun, localBeanstalk } from './local-beanstalk.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beanstalk-'));
  cloud = await localBeanstalk({ folder }, {});
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const isReady = ({ Status }: { Status?: string | undefined }) => Status === 'Ready';

const stateOf = async (label: string) => {
  const { ApplicationVersions } = await cloud.eb.send(
    new DescribeApplicationVersionsCommand({ ApplicationName: 'app', VersionLabels: [label] }),
  );
  return ApplicationVersions?.[0]?.Status;
};

it('looks through the configuration files of a version, as far as it is asked to', async () => {
  await cloud.version('plain', dockerrun('one'));
  expect(await stateOf('plain')).toBe('UNPROCESSED');
  const bad = { ...dockerrun('one'), '.ebextensions/a.config': 'option_settings:\n  - [' };
  await cloud.version('good', dockerrun('one'), { Process: true });
  await cloud.version('bad', bad, { Process: true });
  await expect.poll(() => stateOf('good')).toBe('PROCESSED');
  await expect.poll(() => stateOf('bad')).toBe('FAILED');
  const { Events = [] } = await cloud.eb.send(
    new DescribeEventsCommand({ ApplicationName: 'app', VersionLabel: 'bad', Severity: 'ERROR' }),
  );
  expect(Events.map(({ Message }) => Message).join()).toContain('.ebextensions/a.config');
  await expect(cloud.environment('web-prod', 'bad')).rejects.toThrow('could not be processed');
});

it('keeps what is in use, and removes a bundle where that is asked for', async () => {
  await cloud.version('v1', dockerrun('one'));
  await cloud.version('v2', dockerrun('two'));
  await cloud.environment('web-prod', 'v1');
  await cloud.until('web-prod', isReady);
  const remove = (VersionLabel: string) =>
    cloud.eb.send(
      new DeleteApplicationVersionCommand({ ApplicationName: 'app', VersionLabel, DeleteSourceBundle: true }),
    );
  await expect(remove('v1')).rejects.toThrow('deployed to the environments [web-prod]');
  cloud.clock.hold();
  await cloud.deploy('web-prod', 'v2');
  await expect(remove('v1')).rejects.toMatchObject({ name: 'OperationInProgressException' });
  cloud.clock.release();
  await cloud.until('web-prod', isReady);
  await remove('v1');
  expect(() => cloud.s3.objects.get('bundles', 'app/v1.zip')).toThrow('does not exist');
  await expect(cloud.deploy('web-prod', 'v1')).rejects.toThrow("No Application Version named 'v1' found.");
  await expect(cloud.eb.send(new DeleteApplicationCommand({ ApplicationName: 'app' }))).rejects.toThrow(
    'has running environments',
  );
});

it('counts versions over all applications', async () => {
  cloud.s3.objects.put('bundles', 'same.zip', new Uint8Array(), {});
  const create = (index: number) =>
    cloud.eb.send(
      new CreateApplicationVersionCommand({
        ApplicationName: `app-${index % 2}`,
        VersionLabel: `v${index}`,
        AutoCreateApplication: true,
        SourceBundle: { S3Bucket: 'bundles', S3Key: 'same.zip' },
      }),
    );
  await create(0);
  await create(1);
  for (let from = 2; from < 1000; from += 100)
    await Promise.all(Array.from({ length: Math.min(100, 1000 - from) }, (_, index) => create(from + index)));
  await expect(create(1000)).rejects.toMatchObject({ name: 'TooManyApplicationVersionsException' });
});
