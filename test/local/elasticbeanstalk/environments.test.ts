import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerminateEnvironmentCommand, UpdateEnvironmentCommand } from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerrun, localBeanstalk } from './local-beanstalk.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beanstalk-'));
  cloud = await localBeanstalk({ folder }, { broken: { exits: { code: 1, after: 5 } } });
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const isReady = ({ Status }: { Status?: string | undefined }) => Status === 'Ready';

describe('an environment', () => {
  it('is launched with a version, gets another, and is terminated', async () => {
    const { eb } = cloud;
    await cloud.version('v1', dockerrun('one'));
    await cloud.version('v2', dockerrun('two'));
    const made = await cloud.environment('web-prod', 'v1');
    expect(made).toMatchObject({ Status: 'Launching', Health: 'Grey', VersionLabel: 'v1' });

    const ready = await cloud.until('web-prod', isReady);
    expect(ready.CNAME).toMatch(/^web-prod\.elasticbeanstalk\.localhost:\d+$/);
    expect(await cloud.ask('web-prod')).toBe('200 one');

    const updating = await cloud.deploy('web-prod', 'v2');
    expect(updating).toMatchObject({ Status: 'Updating', VersionLabel: 'v2', Health: 'Grey' });
    await expect(cloud.deploy('web-prod', 'v1')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Environment named web-prod is in an invalid state for this operation. Must be Ready.',
    });
    await cloud.until('web-prod', isReady);
    expect(await cloud.ask('web-prod')).toBe('200 two');

    await eb.send(new TerminateEnvironmentCommand({ EnvironmentName: 'web-prod' }));
    const gone = await cloud.until('web-prod', ({ Status }) => Status === 'Terminated');
    expect(gone.VersionLabel).toBe('v2');
    expect(cloud.fake.running.size).toBe(0);
    await expect(cloud.deploy('web-prod', 'v1')).rejects.toMatchObject({
      message: "No Environment found for EnvironmentName = 'web-prod'.",
    });
    expect(await cloud.said('web-prod')).toEqual(
      expect.arrayContaining([
        'createEnvironment is starting.',
        'Successfully launched environment: web-prod',
        'Environment update is starting.',
        'Deploying new version to instance(s).',
        'New application version was deployed to running EC2 instances.',
        'Environment update completed successfully.',
        'terminateEnvironment completed successfully.',
      ]),
    );
  });

  it('that cannot start a version says so, and keeps its label', async () => {
    await cloud.version('v1', dockerrun('one'));
    await cloud.version('v2', dockerrun('broken'));
    await cloud.environment('web-prod', 'v1');
    await cloud.until('web-prod', isReady);
    const { $metadata } = await cloud.deploy('web-prod', 'v2');
    const { VersionLabel } = await cloud.until('web-prod', isReady);
    expect(VersionLabel).toBe('v1');
    expect($metadata.requestId).toBeDefined();
    expect((await cloud.said('web-prod')).slice(-8)).toEqual(
      expect.arrayContaining(['ERROR Failed to deploy application.']),
    );
    expect(JSON.stringify(cloud.events)).not.toContain('Environment update failed');
  });

  it('takes a version or a configuration at a time', async () => {
    await cloud.version('v1', dockerrun('one'));
    await cloud.environment('web-prod', 'v1');
    await cloud.until('web-prod', isReady);
    const both = new UpdateEnvironmentCommand({
      EnvironmentName: 'web-prod',
      VersionLabel: 'v1',
      OptionSettings: [
        { Namespace: 'aws:elasticbeanstalk:application:environment', OptionName: 'A', Value: 'b' },
      ],
    });
    await expect(cloud.eb.send(both)).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});
