import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateApplicationCommand, DescribeEventsCommand } from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OptionSetting } from '../../../../shared/deployment/beanstalk-target.ts';
import type { Target } from '../../../../shared/deployment/ports.ts';
import { judgeRollout } from '../../../../shared/deployment/rollout.ts';
import { ENHANCED, localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { breath, follow, ready, releaseOf, roll, settled } from '../contract/subject.ts';
import { beanstalkTarget } from './target-in-local-cloud.ts';

let folder: string;
let local: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'going-back-'));
  local = await localBeanstalk({ folder });
  await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
});
afterEach(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

const option = (namespace: string, name: string, value: string): OptionSetting => ({
  namespace: `aws:elasticbeanstalk:${namespace}`,
  name,
  value,
});

/** One instance after the other: new to the environment. */
const ROLLING = [
  option('command', 'DeploymentPolicy', 'Rolling'),
  option('command', 'BatchSizeType', 'Fixed'),
  option('command', 'BatchSize', '1'),
];

async function launched(options: readonly OptionSetting[], ...settings: string[]) {
  const target = beanstalkTarget(local, { options });
  const label = await beanstalkTarget(local, {}).prepare(releaseOf('first'), 'd');
  await local.environment('web-prod', label, [
    ...settings,
    'autoscaling:asg MinSize=2',
    'elasticbeanstalk:environment:process:default HealthCheckPath=/health',
    'elasticbeanstalk:environment:process:default HealthCheckInterval=5',
    'elasticbeanstalk:command Timeout=3000',
  ]);
  await local.until('web-prod', ({ Status, Health }) => Status === 'Ready' && Health === 'Green');
  return target;
}

async function updates(): Promise<number> {
  const { Events = [] } = await local.eb.send(new DescribeEventsCommand({ EnvironmentName: 'web-prod' }));
  return Events.filter(({ Message }) => Message === 'Environment update is starting.').length;
}

/** As a deployment does whose process is killed after each start, before it could keep what that gave. */
async function rollKilled(target: Target, revision: string, since: string | undefined) {
  let done: string | undefined;
  for (;;) {
    await target.start(revision, since, done);
    // The next life takes up what was begun, or the part after it, where that has ended meanwhile.
    const begun = await target.start(revision, since, done);
    if (typeof begun !== 'string') {
      await breath();
      continue;
    }
    const state = await follow(target, begun, revision);
    if (state.phase !== 'part-done') return { state };
    done = begun;
  }
}

describe('going back from a version that failed half-way, with the settings that came with it', () => {
  it.each([
    ['enhanced health', ENHANCED, roll],
    ['basic health', 'elasticbeanstalk:healthreporting:system SystemType=basic', roll],
    ['a process that is killed at each start', ENHANCED, rollKilled],
  ])('deploys the good version again, on all instances: %s', async (_, health, rolled) => {
    const target = await launched(ROLLING, health);
    const { since, settled: before } = await settled(target);
    const good = { ...before.release, revision: before.revision, deployment: 'd', order: 0, verifiedAt: 0 };
    const revision = await target.prepare(releaseOf('second'), 'd');
    // The first batch has it by then.
    local.faults.add({ kind: 'crash-task', service: 'web-prod', image: 'second', skip: 1, exitCode: 3 });
    const failed = await roll(target, revision, since);
    expect(failed.state.phase).toBe('taken-back');
    expect(await updates()).toBe(2);

    const back = await target.revive(good, 'd');
    const restored = await rolled(target, back, (await ready(target)).since);
    expect(judgeRollout(restored.state, good.digest).kind).toBe('good');
    expect(await updates()).toBe(4);
    const answers = new Set<string>();
    for (let count = 0; count < 10; count++) answers.add(await local.ask('web-prod'));
    expect([...answers]).toEqual(['200 first']);
  });
});
