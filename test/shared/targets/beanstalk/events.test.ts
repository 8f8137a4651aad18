import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationCommand,
  DescribeEventsCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENHANCED, localBeanstalk } from '../../../local/elasticbeanstalk/local-beanstalk.ts';
import { follow, ready, releaseOf, settled } from '../contract/subject.ts';
import { beanstalkTarget } from './target-in-local-cloud.ts';

let folder: string;
let local: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
  local = await localBeanstalk({ folder });
  await local.eb.send(new CreateApplicationCommand({ ApplicationName: 'app' }));
});
afterEach(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

/** Six weeks and a day, in seconds. */
const EVENTS_ARE_KEPT = 43 * 86_400;

async function launched(...names: string[]) {
  const label = await beanstalkTarget(local, {}).prepare(releaseOf('first'), 'd');
  for (const name of names)
    await local.environment(name, label, [
      ENHANCED,
      'autoscaling:asg MinSize=2',
      'elasticbeanstalk:environment:process:default HealthCheckPath=/health',
      'elasticbeanstalk:environment:process:default HealthCheckInterval=5',
    ]);
  for (const name of names)
    await local.until(name, ({ Status, HealthStatus }) => Status === 'Ready' && HealthStatus === 'Ok');
  return label;
}

async function newestOf(EnvironmentName: string): Promise<string | undefined> {
  const { Events = [] } = await local.eb.send(new DescribeEventsCommand({ EnvironmentName, MaxRecords: 1 }));
  return Events[0]?.EventDate?.toISOString();
}

describe('the events of an update', () => {
  it('are all read, in however small pages they come: where it has begun, and that somebody else has come since', async () => {
    const first = await launched('web-prod');
    local.faults.add({ kind: 'pages', service: 'elastic-beanstalk', size: 1 });
    const target = beanstalkTarget(local, {});
    const { since } = await settled(target);
    const revision = await target.prepare(releaseOf('second'), 'd');
    const begun = String(await target.start(revision, since));
    // A start that was cut off finds its update again, which is no longer the newest event.
    expect(await target.start(revision, since)).toBe(begun);
    await local.until('web-prod', ({ Status }) => Status === 'Ready');
    await local.eb.send(new UpdateEnvironmentCommand({ EnvironmentName: 'web-prod', VersionLabel: first }));
    await local.until('web-prod', ({ Status }) => Status === 'Ready');
    expect(await follow(target, begun, revision)).toMatchObject({
      phase: 'usurped',
      reason: expect.stringContaining('somebody else'),
    });
  });
});

describe('what marks all that was before a deployment', () => {
  it('is the newest event of its environment, or of either of a pair, and of nothing else in the application', async () => {
    const first = await launched('web-prod', 'web-green');
    await local.eb.send(new UpdateEnvironmentCommand({ EnvironmentName: 'web-green', VersionLabel: first }));
    local.clock.hold();
    const [live, idle] = [await newestOf('web-prod'), await newestOf('web-green')];
    expect([live, idle].toSorted()).toEqual([live, idle]);
    expect((await ready(beanstalkTarget(local, {}))).since).toBe(live);
    const swap = { standby: 'web-green', cname: 'web-prod' };
    expect((await ready(beanstalkTarget(local, { swap }))).since).toBe(idle);
    local.clock.release();
  });

  it('is its last update where no event is remembered', async () => {
    await launched('web-prod');
    local.clock.hold();
    const updatedAt = (await local.find('web-prod')).DateUpdated;
    await local.clock.move(EVENTS_ARE_KEPT);
    expect(await newestOf('web-prod')).toBeUndefined();
    expect((await ready(beanstalkTarget(local, {}))).since).toBe(updatedAt?.toISOString());
    local.clock.release();
  });
});
