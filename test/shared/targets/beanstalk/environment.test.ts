import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationCommand,
  CreateApplicationVersionCommand,
  CreateStorageLocationCommand,
  DescribeApplicationVersionsCommand,
  DescribeConfigurationSettingsCommand,
  DescribeEventsCommand,
  TerminateEnvironmentCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OptionSetting } from '../../../../shared/deployment/beanstalk-target.ts';
import type { Target } from '../../../../shared/deployment/ports.ts';
import { judgeRollout } from '../../../../shared/deployment/rollout.ts';
import { ENHANCED, localBeanstalk, option } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { breath, follow, ready, releaseOf, roll, settled } from '../contract/subject.ts';
import { beanstalkTarget, settingsInMemory } from './target-in-local-cloud.ts';

let folder: string;
let local: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
  local = await localBeanstalk(
    { folder },
    { crashing: { exits: { code: 1, after: 5 } }, third: { health: 500 } },
  );
  await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
});
afterEach(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

const OPTIONS = [
  ENHANCED,
  'autoscaling:asg MinSize=2',
  'elasticbeanstalk:environment:process:default HealthCheckPath=/health',
  'elasticbeanstalk:environment:process:default HealthCheckInterval=5',
  'elasticbeanstalk:environment:process:default UnhealthyThresholdCount=2',
  'elasticbeanstalk:command Timeout=3000',
];

/** Launches environments that run the release `first`. */
async function launched(...names: string[]) {
  const label = await beanstalkTarget(local, {}).prepare(releaseOf('first'), 'd');
  for (const name of names) await local.environment(name, label, OPTIONS);
  for (const name of names)
    await local.until(name, ({ Status, HealthStatus }) => Status === 'Ready' && HealthStatus === 'Ok');
  return label;
}

async function processed(target: Target, revision: string): Promise<void> {
  while ((await target.unfinished?.(revision)) !== undefined) await breath();
}

const VARIABLES = 'aws:elasticbeanstalk:application:environment';
const variable = (name: string, value: string | null): OptionSetting => ({
  namespace: VARIABLES,
  name,
  value,
});

async function variablesOf(EnvironmentName: string): Promise<Record<string, string>> {
  const { ConfigurationSettings } = await local.eb.send(
    new DescribeConfigurationSettingsCommand({ ApplicationName: 'app', EnvironmentName }),
  );
  const all = ConfigurationSettings?.[0]?.OptionSettings ?? [];
  return Object.fromEntries(
    all.flatMap(({ Namespace, OptionName = '', Value = '' }) =>
      Namespace === VARIABLES ? [[OptionName, Value]] : [],
    ),
  );
}

async function updates(EnvironmentName: string): Promise<number> {
  const { Events = [] } = await local.eb.send(new DescribeEventsCommand({ EnvironmentName }));
  return Events.filter(({ Message }) => Message === 'Environment update is starting.').length;
}

describe('an update', () => {
  it('of settings goes before that of the version, each by itself and only where something differs; going back undoes both', async () => {
    await launched('web-prod');
    const memory = settingsInMemory();
    const target = beanstalkTarget(
      local,
      { options: [variable('COLOUR', 'blue'), variable('OLD', null)] },
      memory,
    );
    const found = await settled(target);
    const good = {
      ...found.settled.release,
      revision: found.settled.revision,
      deployment: 'd',
      order: 0,
      verifiedAt: 0,
    };

    const revision = await target.prepare(releaseOf('second'), 'd');
    const { state } = await roll(target, revision, found.since);
    expect(judgeRollout(state, releaseOf('second').digest).kind).toBe('good');
    expect(await updates('web-prod')).toBe(2);
    expect(await variablesOf('web-prod')).toMatchObject({ COLOUR: 'blue' });

    // The same settings with another version are one update.
    const third = await target.prepare(releaseOf('first'), 'd');
    await roll(target, third, (await ready(target)).since);
    expect(await updates('web-prod')).toBe(3);

    const back = await target.revive(good, 'd');
    const restored = await roll(target, back, (await ready(target)).since);
    expect(judgeRollout(restored.state, releaseOf('first').digest).kind).toBe('good');
    expect(await variablesOf('web-prod')).not.toHaveProperty('COLOUR');
  });

  it('that Elastic Beanstalk calls a success while an instance kept its version is none, and the instance is named', async () => {
    const old = await launched('web-prod');
    const target = beanstalkTarget(local, {});
    const { since } = await settled(target);
    const revision = await target.prepare(releaseOf('second'), 'd');
    local.faults.add({ kind: 'keep-version', service: 'web-prod', times: 1 });
    const begun = String(await target.start(revision, since));
    await local.until('web-prod', ({ Status }) => Status === 'Ready');
    const seen = await target.look(begun, revision);
    expect(seen).toMatchObject({
      phase: 'running',
      unwell: expect.stringMatching(/./),
    });
    expect(JSON.stringify(seen)).toMatch(new RegExp(`1 (?:of|out of) 2 instances|runs ${old}`));
  });

  it('to a version that answers 500 is over and not well, by its health', async () => {
    await launched('web-prod');
    const target = beanstalkTarget(local, {});
    const { since } = await settled(target);
    const revision = await target.prepare(releaseOf('third'), 'd');
    const begun = String(await target.start(revision, since));
    await local.until(
      'web-prod',
      ({ Status, HealthStatus }) => Status === 'Ready' && HealthStatus === 'Severe',
    );
    const seen = await target.look(begun, revision);
    expect(seen).toMatchObject({ phase: 'running', unwell: expect.stringContaining('Severe') });
  });

  it('stays good while auto scaling replaces an instance afterwards, which runs nothing yet', async () => {
    await launched('web-prod');
    const target = beanstalkTarget(local, {});
    const { since } = await settled(target);
    const revision = await target.prepare(releaseOf('second'), 'd');
    const begun = String(await target.start(revision, since));
    expect(await follow(target, begun, revision)).toMatchObject({ phase: 'succeeded' });
    // What auto scaling launches stays as it is: it takes minutes.
    local.clock.hold();
    local.faults.add({ kind: 'end-instance', service: 'web-prod', times: 1 });
    await vi.waitFor(async () => expect(await local.labels('web-prod')).toEqual(['', revision]));
    expect(await target.look(begun, revision)).toMatchObject({ phase: 'succeeded' });
    // For what runs everywhere nothing is begun, with one that is only launched either.
    expect(await target.start(revision, (await ready(target)).since)).toMatch(/^web-prod\/as-is\//);
    // Where it is not known when the update was over, each instance counts.
    expect(await target.look(`web-prod/version/${since}/unknown`, revision)).toMatchObject({
      phase: 'running',
      unwell: expect.stringContaining('1 of 2 instances do not run'),
    });
    local.clock.release();
  });

  it('of somebody else keeps nobody from standing in line, and is told from one\u2019s own afterwards', async () => {
    const first = await launched('web-prod');
    const target = beanstalkTarget(local, {});
    const { since } = await settled(target);
    const revision = await target.prepare(releaseOf('second'), 'd');
    const begun = String(await target.start(revision, since));
    await local.until('web-prod', ({ Status }) => Status === 'Ready');
    await local.until('web-prod', ({ HealthStatus }) => HealthStatus === 'Ok');
    const asItWas = String(await target.start(revision, (await ready(target)).since));
    expect(asItWas).toContain('/as-is/');
    await local.eb.send(new UpdateEnvironmentCommand({ EnvironmentName: 'web-prod', VersionLabel: first }));
    expect(await target.look(asItWas, revision)).toMatchObject({ phase: 'running', waits: true });
    expect(await target.start(revision, (await ready(target)).since)).toMatchObject({
      inLineFor: 'the environment web-prod is Updating',
    });
    for (const rollout of [begun, asItWas])
      expect(await follow(target, rollout, revision)).toMatchObject({
        phase: 'usurped',
        reason: expect.stringContaining('somebody else'),
      });
  });

  it('of an environment that is terminated meanwhile ends as gone', async () => {
    await launched('web-prod');
    const target = beanstalkTarget(local, {});
    const { since } = await settled(target);
    const revision = await target.prepare(releaseOf('second'), 'd');
    const begun = String(await target.start(revision, since));
    await local.until('web-prod', ({ Status }) => Status === 'Ready');
    await local.eb.send(new TerminateEnvironmentCommand({ EnvironmentName: 'web-prod' }));
    expect(await follow(target, begun, revision)).toMatchObject({ phase: 'gone' });
  });
});

describe('a version', () => {
  it('that cannot be processed is rejected before an environment gets it', async () => {
    const files = [
      { path: 'docker-compose.yml', content: 'services: { web: { image: second } }' },
      { path: '.ebextensions/01.config', content: 'option_settings: [\n' },
    ];
    const target = beanstalkTarget(local, { bundle: { folder: 'eb', files }, containers: ['web'] });
    const revision = await target.prepare(releaseOf('second'), 'd');
    await expect(processed(target, revision)).rejects.toMatchObject({
      name: 'Rejected',
      message: expect.stringContaining('could not process'),
    });
  });

  it('tells the whole digest and commit, in its description and its tags', async () => {
    const target = beanstalkTarget(local, {});
    const { digest, commit } = releaseOf('second');
    const revision = await target.prepare(releaseOf('second'), 'd');
    const { ApplicationVersions } = await local.eb.send(
      new DescribeApplicationVersionsCommand({ ApplicationName: 'app', VersionLabels: [revision] }),
    );
    expect(ApplicationVersions?.[0]?.Description).toBe(`image second@${digest} of commit ${commit}`);
    await processed(target, revision);
  });

  it('for which there is no room in the account is rejected, and its bundle does not stay behind', async () => {
    const { S3Bucket: Bucket = '' } = await local.eb.send(new CreateStorageLocationCommand({}));
    for (let version = 0; version < 1000; version++) {
      const VersionLabel = `v${version}`;
      const ImageConfiguration = { Source: { Uri: 'first' } };
      await local.eb.send(
        new CreateApplicationVersionCommand({ ApplicationName: 'app', VersionLabel, ImageConfiguration }),
      );
    }
    const target = beanstalkTarget(local, {});
    await expect(target.prepare(releaseOf('second'), 'd')).rejects.toMatchObject({
      name: 'Rejected',
      message: expect.stringContaining('lifecycle policy'),
    });
    const s3 = new S3Client({ ...local.config, forcePathStyle: true });
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'slipway/' }));
    expect(KeyCount).toBe(0);
  });
});

describe('a pair that swaps its addresses', () => {
  const swap = { standby: 'web-green', cname: 'web-prod' };

  it('brings what is new to the one that users do not reach, has it proved there, then swaps; and swaps back', async () => {
    await launched('web-prod', 'web-green');
    const target = beanstalkTarget(local, { swap });
    const found = await settled(target);
    expect(await answerAt(found.addresses?.[0]?.url)).toBe('first');

    const revision = await target.prepare(releaseOf('second'), 'd');
    const aside = String(await target.start(revision, found.since));
    expect(aside).toMatch(/^web-green\/version\//);
    const part = await follow(target, aside, revision);
    expect(part).toMatchObject({ phase: 'part-done', at: [{ url: expect.stringContaining('web-green.') }] });
    const green = (await local.find('web-green')).EndpointURL;
    expect(part).toMatchObject({ at: [{ at: green }] });
    const users = found.addresses?.[0]?.url;
    expect(await answerAt(users)).toBe('first');

    local.clock.hold();
    const swapped = String(await target.start(revision, found.since, aside));
    await local.clock.move(5);
    const state = await follow(target, swapped, revision);
    expect(judgeRollout(state, releaseOf('second').digest).kind).toBe('good');
    // Whoever asks there is told the truth, while the name still leads to where it led.
    expect(state).toMatchObject({ at: [{ url: users, at: green }], settleSeconds: 120 });
    expect(await answerAt(`http://${green}`)).toBe('second');
    expect(await answerAt(users)).toBe('first');
    await local.clock.move(60);
    expect(await answerAt(users)).toBe('second');
    local.clock.release();
    // Told again after a crash, it does not swap back.
    await target.start(revision, found.since, aside);
    expect((await ready(target)).addresses).toEqual([{ url: users, at: green }]);

    const { release, revision: before } = found.settled;
    const back = await target.revive(
      { ...release, revision: before, deployment: 'd', order: 0, verifiedAt: 0 },
      'd',
    );
    const restored = await roll(target, back, (await ready(target)).since);
    expect(judgeRollout(restored.state, release.digest).kind).toBe('good');
    await local.clock.wait(60);
    expect(await answerAt(users)).toBe('first');
  });

  it('is planned by what the one that users do not reach has, and by what they reach where nothing is to be done', async () => {
    await launched('web-prod', 'web-green');
    const { eb } = local;
    const label = await beanstalkTarget(local, {}).prepare(releaseOf('second'), 'd');
    await eb.send(new UpdateEnvironmentCommand({ EnvironmentName: 'web-green', VersionLabel: label }));
    await local.until('web-green', ({ Status }) => Status === 'Ready');
    const rolling = 'elasticbeanstalk:command DeploymentPolicy=Rolling';
    const OptionSettings = [{ Namespace: VARIABLES, OptionName: 'COLOUR', Value: 'red' }, option(rolling)];
    await eb.send(new UpdateEnvironmentCommand({ EnvironmentName: 'web-green', OptionSettings }));
    await local.until('web-green', ({ Status }) => Status === 'Ready');
    const first = (await local.find('web-prod')).VersionLabel;

    const blue = { options: [variable('COLOUR', 'blue')], swap };
    const plan = await beanstalkTarget(local, blue).plan(releaseOf('third'));
    expect(plan.live).toContain(first);
    expect(plan.changes).toMatchObject([
      { path: 'VersionLabel', before: label },
      { path: `${VARIABLES}.COLOUR`, before: 'red', after: 'blue' },
    ]);
    expect(plan.runs.map(({ what }) => what)).toEqual([
      expect.stringContaining('CreateApplicationVersion'),
      'UpdateEnvironment of web-green: 1 option settings',
      expect.stringMatching(/^UpdateEnvironment of web-green: the version, Rolling/),
      expect.stringContaining('SwapEnvironmentCNAMEs: web-green gets web-prod'),
    ]);
    // That one runs it already: only users are to be led there.
    const there = await beanstalkTarget(local, { swap }).plan(releaseOf('second'));
    expect(there.changes).toEqual([]);
    expect(there.runs.map(({ kind }) => kind)).toEqual(['swap']);
    const none = await beanstalkTarget(local, { swap }).plan(releaseOf('first'));
    expect(none).toMatchObject({ live: first, revision: first, changes: [], runs: [{ kind: 'keep' }] });
  });

  it('is found whole on however small pages, and refused where neither has the address', async () => {
    await launched('web-prod', 'web-green');
    local.faults.add({ kind: 'pages', service: 'elastic-beanstalk', size: 1 });
    const found = await beanstalkTarget(local, { swap: { ...swap, cname: 'other' } }).inspect();
    expect(found).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('Neither environment has the address other'),
    });
  });
});

/** As a browser asks: by the name, which is this machine's. */
function answerAt(url = ''): Promise<string> {
  const { host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
    })
      .on('error', reject)
      .end();
  });
}
