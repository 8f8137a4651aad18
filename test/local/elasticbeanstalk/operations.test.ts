import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CheckDNSAvailabilityCommand,
  CreateApplicationVersionCommand,
  CreateStorageLocationCommand,
  DescribeConfigurationSettingsCommand,
  DescribeEnvironmentsCommand,
  DescribeEventsCommand,
  RequestEnvironmentInfoCommand,
  RetrieveEnvironmentInfoCommand,
  SwapEnvironmentCNAMEsCommand,
  TerminateEnvironmentCommand,
  UpdateEnvironmentCommand,
  UpdateTagsForResourceCommand,
  ValidateConfigurationSettingsCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { History, MOST_EVENTS } from '../../../local/elasticbeanstalk/environments/history.ts';
import { askAt, dockerrun, ENHANCED, localBeanstalk, option } from './local-beanstalk.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beanstalk-'));
  cloud = await localBeanstalk({ folder }, { one: { says: 'one is here\n' } });
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const isReady = ({ Status }: { Status?: string | undefined }) => Status === 'Ready';

async function launched(name: string, label: string | undefined, options: readonly string[] = []) {
  await cloud.environment(name, label, options);
  return cloud.until(name, isReady);
}

it('deploys an image without a bundle, at the port that it exposes', async () => {
  await cloud.version('v1', dockerrun('one'));
  await cloud.eb.send(
    new CreateApplicationVersionCommand({
      ApplicationName: 'app',
      VersionLabel: 'image',
      ImageConfiguration: { Source: { Uri: 'two' } },
    }),
  );
  await launched('web-prod', 'image', ['elasticbeanstalk:environment EnvironmentType=SingleInstance']);
  expect(await cloud.ask('web-prod')).toBe('200 two');
});

it('runs the services of docker-compose.yml, and says what it cannot run', async () => {
  const compose = (more = '') => ({
    'docker-compose.yml': `services:\n  web:\n    image: one\n    ports: ["80:3000"]\n    env_file: .env\n${more}  side:\n    image: two\n    depends_on: [web]\n`,
  });
  await cloud.version('v1', compose());
  await cloud.version('v2', compose('    privileged: true\n'));
  await launched('web-prod', 'v1', [
    'elasticbeanstalk:environment EnvironmentType=SingleInstance',
    'elasticbeanstalk:application:environment COLOUR=blue',
  ]);
  expect(await cloud.ask('web-prod')).toBe('200 one');
  expect(cloud.fake.specs.map(({ origin, environment }) => [origin?.container, environment])).toEqual([
    ['web', { COLOUR: 'blue' }],
    ['side', {}],
  ]);
  await cloud.deploy('web-prod', 'v2');
  await cloud.until('web-prod', isReady);
  expect((await cloud.said('web-prod')).join('\n')).toMatch(/Command failed on instance.*privileged/);
  expect(await cloud.ask('web-prod')).toBe('200 one');
});

it('gives a new configuration to the programs, and goes back where they do not start with it', async () => {
  await cloud.version('v1', dockerrun('one'));
  await launched('web-prod', 'v1', ['elasticbeanstalk:application:environment A=1']);
  const set = (...texts: string[]) =>
    cloud.eb.send(
      new UpdateEnvironmentCommand({ EnvironmentName: 'web-prod', OptionSettings: texts.map(option) }),
    );
  await set('elasticbeanstalk:application:environment A=2', 'autoscaling:asg MinSize=2');
  await cloud.until('web-prod', isReady);
  expect(cloud.fake.specs.map(({ environment }) => environment)).toEqual([
    { A: '1' },
    { A: '2' },
    { A: '2' },
  ]);

  cloud.faults.add({ kind: 'no-image', service: 'web-prod', times: 1 });
  await set('elasticbeanstalk:application:environment A=3');
  await cloud.until('web-prod', isReady);
  const { ConfigurationSettings = [] } = await cloud.eb.send(
    new DescribeConfigurationSettingsCommand({ ApplicationName: 'app', EnvironmentName: 'web-prod' }),
  );
  expect(ConfigurationSettings[0]?.OptionSettings).toContainEqual(
    option('elasticbeanstalk:application:environment A=2'),
  );
  const said = await cloud.said('web-prod');
  expect(said).toContain('ERROR Failed to deploy configuration.');
  expect(said).toContain('The environment was reverted to the previous configuration setting.');
  await expect(set('elasticbeanstalk:command BatchSise=1')).rejects.toThrow('Unknown configuration setting');
  const { Messages } = await cloud.eb.send(
    new ValidateConfigurationSettingsCommand({
      ApplicationName: 'app',
      OptionSettings: [option('elasticbeanstalk:command DeploymentPolicy=Canary')],
    }),
  );
  expect(Messages).toMatchObject([{ Severity: 'error', OptionName: 'DeploymentPolicy' }]);
});

it('swaps the names of two environments', async () => {
  await cloud.version('v1', dockerrun('one'));
  await cloud.version('v2', dockerrun('two'));
  await cloud.environment('web-blue', 'v1');
  await launched('web-green', 'v2');
  const blue = await cloud.until('web-blue', isReady);
  cloud.clock.hold();
  await cloud.eb.send(
    new SwapEnvironmentCNAMEsCommand({
      SourceEnvironmentName: 'web-blue',
      DestinationEnvironmentName: 'web-green',
    }),
  );
  await expect(cloud.deploy('web-green', 'v1')).rejects.toThrow('Must be Ready');
  await cloud.clock.move(5);
  await cloud.until('web-blue', isReady);
  const green = await cloud.until('web-green', isReady);
  expect(green.CNAME).toBe(blue.CNAME);
  const asked = async () => [await cloud.ask('web-blue'), await cloud.ask('web-green')];
  // For a TTL longer the names lead to where they led. At its own address each answers to any name.
  expect(await asked()).toEqual(['200 two', '200 one']);
  const [, port] = green.EndpointURL?.split(':') ?? [];
  expect(await askAt(`127.0.0.1:${port}`, '/', blue.CNAME)).toBe('200 two');
  await cloud.clock.move(60);
  expect(await asked()).toEqual(['200 one', '200 two']);
  cloud.clock.release();
});

it('brings the last lines of logs to where they can be read', async () => {
  await cloud.version('v1', dockerrun('one'));
  const { S3Bucket } = await cloud.eb.send(new CreateStorageLocationCommand());
  await launched('web-prod', 'v1', ['elasticbeanstalk:cloudwatch:logs StreamLogs=true']);
  expect(cloud.logs.join()).toMatch(/\/aws\/elasticbeanstalk\/web-prod\/var\/log\S+ i-\w+ one is here/);
  const asked = { EnvironmentName: 'web-prod', InfoType: 'tail' } as const;
  await cloud.eb.send(new RequestEnvironmentInfoCommand(asked));
  const read = async () =>
    (await cloud.eb.send(new RetrieveEnvironmentInfoCommand(asked))).EnvironmentInfo ?? [];
  await expect.poll(async () => (await read()).length).toBe(1);
  const { pathname } = new URL((await read())[0]?.Message ?? '');
  const [, bucket = '', ...key] = decodeURIComponent(pathname).split('/');
  expect(bucket).toBe(S3Bucket);
  const text = cloud.s3.objects.get(bucket, key.join('/')).toString();
  expect(text).toContain('one is here');
  expect(text).toContain('Instance deployment completed successfully.');
});

it('tells events of a request, and those of health without one', async () => {
  await cloud.version('v1', dockerrun('one'));
  await launched('web-prod', 'v1', [ENHANCED]);
  const { $metadata } = await cloud.deploy('web-prod', 'v1');
  await cloud.until('web-prod', isReady);
  const { Events = [] } = await cloud.eb.send(
    new DescribeEventsCommand({ EnvironmentName: 'web-prod', RequestId: $metadata.requestId }),
  );
  expect(Events.map(({ Message }) => Message).toReversed()).toEqual([
    'Environment update is starting.',
    'Deploying new version to instance(s).',
    'Instance deployment completed successfully.',
    'New application version was deployed to running EC2 instances.',
    'Environment update completed successfully.',
  ]);
  const all = await cloud.eb.send(new DescribeEventsCommand({ EnvironmentName: 'web-prod' }));
  const health = (all.Events ?? []).filter(({ Message }) => Message?.startsWith('Environment health has'));
  expect(health.length).toBeGreaterThan(1);
  expect(health.every(({ RequestId }) => RequestId === undefined)).toBe(true);
  const sent = cloud.events.map(({ detailType, detail: { Status, Message } }) => [
    detailType,
    Status,
    Message,
  ]);
  const resource = 'Elastic Beanstalk resource status change';
  expect(sent.filter(([type]) => type === resource)).toEqual([
    [resource, 'Environment creation started', 'createEnvironment is starting.'],
    [resource, 'Environment creation successful', 'createEnvironment completed successfully.'],
    [resource, 'Environment update started', 'Environment update is starting.'],
    [resource, 'Environment update successful', 'Environment update completed successfully.'],
  ]);
});

it('does nothing while the clock is held', async () => {
  await cloud.version('v1', dockerrun('one'));
  cloud.clock.hold();
  await cloud.environment('web-prod', 'v1');
  await cloud.clock.move(10);
  expect((await cloud.find('web-prod')).Status).toBe('Launching');
  await cloud.clock.move(400, { every: 5 });
  expect((await cloud.find('web-prod')).Status).toBe('Ready');
});

it('tells of terminated environments and of events for six weeks', async () => {
  await cloud.version('v1', dockerrun('one'));
  await launched('web-prod', 'v1');
  await cloud.eb.send(new TerminateEnvironmentCommand({ EnvironmentName: 'web-prod' }));
  await cloud.until('web-prod', ({ Status }) => Status === 'Terminated');
  const terminated = async () => {
    const since = { IncludeDeleted: true, IncludedDeletedBackTo: new Date(0) };
    const { Environments = [] } = await cloud.eb.send(new DescribeEnvironmentsCommand(since));
    return Environments.filter(({ Status }) => Status === 'Terminated').map((one) => one.EnvironmentName);
  };
  cloud.clock.hold();
  await cloud.clock.move(41 * 86_400);
  await cloud.environment('web-next', 'v1');
  expect(await terminated()).toEqual(['web-prod']);
  expect(await cloud.said('web-prod')).toContain('terminateEnvironment completed successfully.');
  await cloud.clock.move(2 * 86_400);
  await cloud.environment('web-last', 'v1');
  expect(await terminated()).toEqual([]);
  expect(await cloud.said('web-prod')).toEqual([]);
});

it('keeps the newest of very many events', () => {
  const history = new History(cloud.clock);
  for (let number = 0; number < MOST_EVENTS + 10; number++)
    history.tell({ message: String(number), severity: 'INFO', application: 'app' });
  const messages = history.events.map(({ message }) => message);
  expect([messages.length, messages[0], messages.at(-1)]).toEqual([
    MOST_EVENTS,
    String(MOST_EVENTS + 9),
    '10',
  ]);
});

it('refuses names that are taken, and tags that are AWS’s', async () => {
  await cloud.version('v1', dockerrun('one'));
  const { EnvironmentArn } = await launched('web-prod', 'v1');
  const { Available } = await cloud.eb.send(new CheckDNSAvailabilityCommand({ CNAMEPrefix: 'web-prod' }));
  expect(Available).toBe(false);
  await expect(cloud.environment('web-prod', 'v1')).rejects.toThrow('Environment web-prod already exists.');
  await expect(
    cloud.eb.send(
      new UpdateTagsForResourceCommand({
        ResourceArn: EnvironmentArn,
        TagsToAdd: [{ Key: 'aws:x', Value: 'y' }],
      }),
    ),
  ).rejects.toThrow('cannot start with');
});
