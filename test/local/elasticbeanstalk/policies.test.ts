import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortEnvironmentUpdateCommand,
  DescribeEnvironmentHealthCommand,
  DescribeEnvironmentResourcesCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerrun, ENHANCED, localBeanstalk } from './local-beanstalk.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof localBeanstalk>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beanstalk-'));
  cloud = await localBeanstalk(
    { folder },
    { broken: { exits: { code: 1, after: 5 } }, sick: { health: 500 } },
  );
  await cloud.version('v1', dockerrun('one'));
  await cloud.version('v2', dockerrun('two'));
  await cloud.version('broken', dockerrun('broken'));
  await cloud.version('sick', dockerrun('sick'));
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const ENVIRONMENT = 'web-prod';
const isReady = ({ Status }: { Status?: string | undefined }) => Status === 'Ready';

/** An environment with two instances that run `v1`. */
async function launched(policy: string, more: readonly string[] = [], patience = 900) {
  await cloud.environment(ENVIRONMENT, 'v1', [
    ENHANCED,
    'autoscaling:asg MinSize=2',
    'elasticbeanstalk:environment:process:default HealthCheckPath=/health',
    'elasticbeanstalk:environment:process:default HealthCheckInterval=5',
    'elasticbeanstalk:environment:process:default UnhealthyThresholdCount=2',
    // Of which 100 go by in a real second.
    `elasticbeanstalk:command Timeout=${patience}`,
    `elasticbeanstalk:command DeploymentPolicy=${policy}`,
    ...more,
  ]);
  await cloud.until(ENVIRONMENT, isReady);
}

async function deployed(label: string) {
  const { $metadata } = await cloud.deploy(ENVIRONMENT, label);
  const environment = await cloud.until(ENVIRONMENT, isReady);
  return { ...environment, requestId: $metadata.requestId };
}

/** Asks all the time, and tells what was not a 200. */
function asking() {
  const bad: string[] = [];
  let on = true;
  const done = (async () => {
    while (on) {
      const answer = await cloud.ask(ENVIRONMENT, '/slow').catch((error: Error) => error.message);
      if (!answer.startsWith('200')) bad.push(answer);
    }
  })();
  return async () => {
    on = false;
    await done;
    return bad;
  };
}

const instances = async () => {
  const { EnvironmentResources } = await cloud.eb.send(
    new DescribeEnvironmentResourcesCommand({ EnvironmentName: ENVIRONMENT }),
  );
  return (EnvironmentResources?.Instances ?? []).map(({ Id = '' }) => Id);
};

const FIXED_ONE = ['elasticbeanstalk:command BatchSizeType=Fixed', 'elasticbeanstalk:command BatchSize=1'];

/** What stays after a version that cannot start, and after one that answers 500; and what promises no failed request. */
const POLICIES = [
  {
    policy: 'AllAtOnce',
    more: [],
    broken: ['broken', 'broken'],
    sick: ['sick', 'sick'],
    calm: false,
    replaces: false,
  },
  {
    policy: 'Rolling',
    more: FIXED_ONE,
    broken: ['broken', 'v1'],
    sick: ['sick', 'v1'],
    calm: true,
    replaces: false,
  },
  {
    policy: 'RollingWithAdditionalBatch',
    more: FIXED_ONE,
    broken: ['v1', 'v1'],
    sick: ['v1', 'v1'],
    calm: true,
    replaces: false,
  },
  { policy: 'Immutable', more: [], broken: ['v1', 'v1'], sick: ['v1', 'v1'], calm: true, replaces: true },
  {
    policy: 'TrafficSplitting',
    more: ['elasticbeanstalk:trafficsplitting EvaluationTime=3'],
    broken: ['v1', 'v1'],
    sick: ['v1', 'v1'],
    calm: true,
    replaces: true,
  },
];

describe.each(POLICIES)('$policy', ({ policy, more, broken, sick, calm, replaces }) => {
  it('brings a good version to every instance', async () => {
    await launched(policy, more);
    const before = await instances();
    const stop = asking();
    const { VersionLabel } = await deployed('v2');
    const bad = await stop();
    expect(VersionLabel).toBe('v2');
    expect(await cloud.labels(ENVIRONMENT)).toEqual(['v2', 'v2']);
    if (calm) expect(bad).toEqual([]);
    const after = await instances();
    expect(after).toHaveLength(2);
    expect(after.some((id) => before.includes(id))).toBe(!replaces);
    expect((await cloud.said(ENVIRONMENT)).join('\n')).toContain(
      'Environment update completed successfully.',
    );
  });

  it('says that a version which cannot start failed, and leaves what AWS leaves', async () => {
    await launched(policy, more);
    const { VersionLabel } = await deployed('broken');
    expect(VersionLabel).toBe('v1');
    expect(await cloud.labels(ENVIRONMENT)).toEqual(broken);
    const said = await cloud.said(ENVIRONMENT);
    expect(said).toContain('ERROR Failed to deploy application.');
    expect(said.join('\n')).toMatch(/ERROR Unsuccessful command execution on instance id\(s\) 'i-\w+/);
  });

  it('looks at health before it goes on, unless it is all at once', async () => {
    await launched(policy, more, 300);
    const { VersionLabel } = await deployed('sick');
    expect(VersionLabel).toBe(policy === 'AllAtOnce' ? 'sick' : 'v1');
    expect(await cloud.labels(ENVIRONMENT)).toEqual(sick);
  });
});

it('goes on past bad health where that is to be ignored', async () => {
  await launched('Rolling', [...FIXED_ONE, 'elasticbeanstalk:command IgnoreHealthCheck=true'], 300);
  const { VersionLabel } = await deployed('sick');
  expect(VersionLabel).toBe('sick');
  await cloud.until(ENVIRONMENT, ({ HealthStatus }) => HealthStatus === 'Severe');
});

it('tells mixed versions in the causes of its health', async () => {
  await launched('Rolling', FIXED_ONE, 300);
  await deployed('sick');
  const { HealthStatus, Causes, Color } = await cloud.eb.send(
    new DescribeEnvironmentHealthCommand({ EnvironmentName: ENVIRONMENT, AttributeNames: ['All'] }),
  );
  expect({ HealthStatus, Color }).toEqual({ HealthStatus: 'Degraded', Color: 'Red' });
  expect(Causes).toContain(
    'Incorrect application version found on 1 out of 2 instances. Expected version "v1" (deployment 1).',
  );
});

it.each(POLICIES)('$policy goes back when it is aborted', async ({ policy, more }) => {
  await launched(policy, more);
  await cloud.deploy(ENVIRONMENT, 'v2');
  await cloud.until(ENVIRONMENT, ({ AbortableOperationInProgress }) => AbortableOperationInProgress === true);
  await cloud.eb.send(new AbortEnvironmentUpdateCommand({ EnvironmentName: ENVIRONMENT }));
  const { VersionLabel } = await cloud.until(ENVIRONMENT, isReady);
  expect(VersionLabel).toBe('v1');
  expect(await cloud.labels(ENVIRONMENT)).toEqual(['v1', 'v1']);
  expect(await cloud.said(ENVIRONMENT)).toContain('abortEnvironmentUpdate is starting.');
});

it('calls an update a success although an instance kept its version, where a fault asks for that', async () => {
  await launched('AllAtOnce');
  cloud.faults.add({ kind: 'keep-version', service: ENVIRONMENT, times: 1 });
  const { VersionLabel } = await deployed('v2');
  expect(VersionLabel).toBe('v2');
  expect(await cloud.labels(ENVIRONMENT)).toEqual(['v1', 'v2']);
});

it('puts another instance in the place of one that dies', async () => {
  await launched('AllAtOnce');
  const before = await instances();
  cloud.faults.add({ kind: 'end-instance', service: ENVIRONMENT, times: 1 });
  await expect
    .poll(async () => (await instances()).filter((id) => !before.includes(id)).length, { timeout: 10_000 })
    .toBe(1);
  await expect.poll(() => cloud.labels(ENVIRONMENT), { timeout: 10_000 }).toEqual(['v1', 'v1']);
});
