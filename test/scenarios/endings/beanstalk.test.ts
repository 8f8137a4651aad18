import {
  AbortEnvironmentUpdateCommand,
  CreateApplicationVersionCommand,
  DescribeApplicationVersionsCommand,
  ElasticBeanstalkClient,
  type EventDescription,
  paginateDescribeEvents,
  TerminateEnvironmentCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-elastic-beanstalk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentRecord } from '../../../shared/deployment/commands.ts';
import { Environments } from '../beanstalk/environments.ts';
import { APPLICATION, describeEnvironment } from '../beanstalk/what-runs.ts';
import { steps } from '../stage.ts';
import { readEndings } from './table.ts';

/** Real milliseconds. */
const LIMIT_MS = 60_000;

/** Milliseconds for all of these environments to come up and run a good release. */
const SCENE_MS = 300_000;

const ANY_ANSWER = { MatcherHTTPCode: '200-499' };
const QUICKLY_ILL = { HealthCheckInterval: '5', UnhealthyThresholdCount: '2' };

const eb = () => new ElasticBeanstalkClient({});

describe('Elastic Beanstalk', () => {
  let scene: Environments;

  beforeAll(async () => {
    scene = await Environments.open({
      'eb-good': { instances: 1 },
      'eb-crashing': { instances: 1 },
      // Its load balancer sees at once what Slipway's own probe sees too.
      'eb-bad': { instances: 1, process: QUICKLY_ILL, patience: '4s' },
      'eb-vanished': { instances: 1 },
      'eb-mixed': { patience: '4s' },
      'eb-aborted': { policy: 'type: Rolling, batchSize: 1' },
      'eb-usurped': { instances: 1, process: QUICKLY_ILL },
      'eb-busy': { instances: 1 },
      // Its update takes its time.
      'eb-gone': { instances: 1, policy: 'type: Rolling, batchSize: 1' },
      'eb-missing': { absent: true },
      'eb-interrupted': { policy: 'type: Rolling, batchSize: 1', rollout: 'limit: 15m, onNewer: interrupt' },
      // Its first release has gone to the standby, which has the users' address now. Their load balancers take every
      // answer: only Slipway's own probe wants a good one.
      'eb-blue': {
        instances: 1,
        process: ANY_ANSWER,
        patience: '4s',
        target: 'strategy: swap, standby: eb-green, cname: eb-blue',
      },
      'eb-green': { instances: 1, process: ANY_ANSWER, withoutStage: true },
    });
  }, SCENE_MS);
  afterEach(() => {
    scene?.cure();
    scene?.stage.cloud.clock.release();
  });
  afterAll(() => scene?.close());

  it('Beanstalk: the account has 1,000 application versions', async () => {
    scene.fault({
      kind: 'error',
      service: 'elastic-beanstalk',
      operation: 'CreateApplicationVersion',
      code: 'TooManyApplicationVersionsException',
    });
    await expectAsTold(await scene.deploy('eb-good'), 'eb-good');
    // The bundle of a version that there is not would cost for ever.
    expect(scene.stage.chronicle.made('DeleteObject', 'RunDeployment')).toHaveLength(1);
  });

  it('Beanstalk: its version cannot be processed', async () => {
    scene.fault({ kind: 'fail-version', cluster: APPLICATION, times: 1 });
    await expectAsTold(await scene.deploy('eb-good'), 'eb-good');
  });

  it('Beanstalk: it comes up and answers', async () => {
    await expectAsTold(await scene.deploy('eb-good'), 'eb-good');
    // The one that could not be processed was in its way.
    expect(scene.stage.chronicle.made('DeleteApplicationVersion', 'RunDeployment')).toHaveLength(1);
  });

  it('Beanstalk: its container crashes on the instances', async () => {
    scene.fault({ kind: 'crash-task', service: 'eb-crashing', image: scene.next, exitCode: 7 });
    await expectAsTold(await scene.deploy('eb-crashing'), 'eb-crashing');
  });

  it('Beanstalk: the update is done, but it does not answer', async () => {
    scene.fault({ kind: 'answer', service: 'eb-bad', image: scene.next, status: 500 });
    await expectAsTold(await scene.deploy('eb-bad'), 'eb-bad');
  });

  it('Beanstalk: its image has vanished from the repository', async () => {
    scene.fault({ kind: 'no-image', image: scene.next, service: 'eb-vanished' });
    await expectAsTold(await scene.deploy('eb-vanished'), 'eb-vanished');
  });

  it('Beanstalk: it is told to be done, while an instance kept the old version', async () => {
    scene.fault({ kind: 'keep-version', service: 'eb-mixed', times: 1 });
    await expectAsTold(await scene.deploy('eb-mixed'), 'eb-mixed');
  });

  it('Beanstalk: somebody aborts the update', async () => {
    const id = await scene.begin('eb-aborted');
    await updating('eb-aborted');
    await eb().send(new AbortEnvironmentUpdateCommand({ EnvironmentName: 'eb-aborted' }));
    await expectAsTold(await scene.ended(id), 'eb-aborted');
  });

  it('Beanstalk: somebody deploys another version after it', async () => {
    const { chronicle } = scene.stage;
    const theirs = await copyOfVersion('eb-usurped', 'theirs');
    scene.fault({ kind: 'answer', service: 'eb-usurped', image: scene.next, status: 500 });
    const id = await scene.begin('eb-usurped');
    // It is done by Elastic Beanstalk's word, and Slipway still waits for it to be well.
    await chronicle.until('an update that is done', LIMIT_MS, async () => {
      const { Status, VersionLabel } = await describeEnvironment('eb-usurped');
      return Status === 'Ready' && VersionLabel?.includes(scene.next.slice(7, 19)) === true;
    });
    await eb().send(new UpdateEnvironmentCommand({ EnvironmentName: 'eb-usurped', VersionLabel: theirs }));
    await expectAsTold(await scene.ended(id), 'eb-usurped');
    await ready('eb-usurped');
    expect((await describeEnvironment('eb-usurped')).VersionLabel).toBe(theirs);
  });

  it('Beanstalk: the environment is busy with an update of somebody else', async () => {
    const label = await copyOfVersion('eb-busy', 'busy');
    // The version is there then: nothing of it has to be waited for.
    await scene.deploy('eb-good');
    scene.stage.cloud.clock.hold();
    await eb().send(new UpdateEnvironmentCommand({ EnvironmentName: 'eb-busy', VersionLabel: label }));
    const id = await scene.begin('eb-busy');
    await scene.stage.chronicle.until('a deployment in line', LIMIT_MS, async () =>
      steps(await scene.stage.show(id)).includes('roll:in-line'),
    );
    scene.stage.cloud.clock.release();
    await expectAsTold(await scene.ended(id), 'eb-busy');
  });

  it('Beanstalk: the environment is terminated', async () => {
    const id = await scene.begin('eb-gone');
    await updating('eb-gone');
    await eb().send(new TerminateEnvironmentCommand({ EnvironmentName: 'eb-gone' }));
    await expectAsTold(await scene.ended(id), 'eb-gone');
  });

  it('Beanstalk: there is no such environment', async () => {
    await expectAsTold(await scene.deploy('eb-missing'), 'eb-missing');
  });

  it('Beanstalk: it runs there already', async () => {
    scene.stage.chronicle.reset();
    await expectAsTold(await scene.deploy('eb-good'), 'eb-good');
    expect(scene.stage.chronicle.made('UpdateEnvironment')).toEqual([]);
  });

  it('Beanstalk: a newer one is asked for while it rolls, and the stage interrupts', async () => {
    const id = await scene.begin('eb-interrupted');
    await updating('eb-interrupted');
    const newer = await scene.begin('eb-interrupted', scene.before);
    const [first, second] = [await scene.ended(id), await scene.ended(newer)];
    expect(scene.stage.chronicle.made('AbortEnvironmentUpdate', 'RunDeployment')).toHaveLength(1);
    expect(second.ending?.verdict, second.ending?.reason).toBe('verified');
    await expectAsTold(first, 'eb-interrupted');
  });

  it('Beanstalk: blue/green: it does not answer as it should, and no user sees it', async () => {
    scene.fault({ kind: 'answer', service: 'eb-blue', image: scene.next, status: 404 });
    const record = await scene.deploy('eb-blue');
    expect(scene.stage.chronicle.made('SwapEnvironmentCNAMEs')).toEqual([]);
    await expectAsTold(record, 'eb-green');
  });

  it('Beanstalk: blue/green: it answers, and gets the address of the users', async () => {
    const record = await scene.deploy('eb-blue');
    expect((await describeEnvironment('eb-blue')).CNAME).toMatch(/^eb-blue\./);
    await expectAsTold(record, 'eb-blue');
  });

  it('comes to the same end, by one update and one swap, where its function is killed at both and no event comes', async () => {
    const theirs = await copyOfVersion('eb-green', 'not-ours');
    await eb().send(new UpdateEnvironmentCommand({ EnvironmentName: 'eb-green', VersionLabel: theirs }));
    await ready('eb-green');
    const { EventDate: since } = (await eventsOf('eb-green'))[0] ?? {};
    scene.fault({ kind: 'lose-events', source: 'aws.elasticbeanstalk' });
    const killed = ['UpdateEnvironment', 'SwapEnvironmentCNAMEs'].flatMap((operation) =>
      (['before', 'after'] as const).map((when) =>
        scene.fault({ kind: 'crash-function', function: 'run-deployment', operation, when }),
      ),
    );
    const { ending } = await scene.deploy('eb-blue', scene.before);
    expect(ending?.verdict, ending?.reason).toBe('verified');
    const faults = scene.stage.cloud.faults.list();
    expect(killed.map((id) => faults.find((fault) => fault.id === id)?.struck)).toEqual([1, 1, 1, 1]);
    expect((await describeEnvironment('eb-green')).CNAME).toMatch(/^eb-blue\./);
    const told = (await eventsOf('eb-green', since)).map(({ Message }) => Message);
    expect(told.filter((message) => message === 'Environment update is starting.')).toHaveLength(1);
    expect(told.filter((message) => message?.startsWith('Completed swapping'))).toHaveLength(1);
    await scene.expectRuns('eb-green', scene.before);
  });

  /** Waits until Slipway has begun an update. */
  async function updating(name: string): Promise<void> {
    await scene.stage.chronicle.until(`an update of ${name}`, LIMIT_MS, async () => {
      const { Status, AbortableOperationInProgress } = await describeEnvironment(name);
      return Status === 'Updating' && AbortableOperationInProgress === true;
    });
  }

  async function ready(name: string): Promise<void> {
    await scene.stage.chronicle.until(`${name} to be Ready`, LIMIT_MS, async () => {
      const { Status } = await describeEnvironment(name);
      return Status === 'Ready';
    });
  }

  /** As Scene.expectAsTold has it for ECS. */
  async function expectAsTold({ ending }: DeploymentRecord, name: string): Promise<void> {
    const title = expect.getState().currentTestName?.split(' > ').at(-1) ?? '';
    const row = (await readEndings()).find(({ what }) => what === title);
    if (row === undefined) throw new Error(`the README has no row "${title}"`);
    expect(ending?.verdict, ending?.reason).toBe(row.verdict);
    for (const part of row.told) expect(ending?.reason).toContain(part);
    if (row.verdict !== 'superseded')
      await scene.stage.chronicle.until('the announcement', LIMIT_MS, () =>
        scene.stage.setting.announcements.some((message) => row.told.every((part) => message.includes(part))),
      );
    if (row.after === 'this release' || ending?.verdict === 'verified')
      await scene.expectRuns(name, scene.next);
    if (row.after === 'the good release' || row.after === 'the newer one')
      await scene.expectRuns(name, scene.before);
  }
});

/** What was told of an environment after a moment, the newest first. */
async function eventsOf(EnvironmentName: string, since = new Date(0)): Promise<EventDescription[]> {
  const StartTime = new Date(since.getTime() + 1);
  const pages = paginateDescribeEvents({ client: eb() }, { EnvironmentName, StartTime });
  const found: EventDescription[] = [];
  for await (const { Events = [] } of pages) found.push(...Events);
  return found;
}

/** A version of what an environment runs, under a label of somebody else. */
async function copyOfVersion(name: string, VersionLabel: string): Promise<string> {
  const { VersionLabel: label = '' } = await describeEnvironment(name);
  const { ApplicationVersions } = await eb().send(
    new DescribeApplicationVersionsCommand({ ApplicationName: APPLICATION, VersionLabels: [label] }),
  );
  await eb().send(
    new CreateApplicationVersionCommand({
      ApplicationName: APPLICATION,
      VersionLabel,
      SourceBundle: ApplicationVersions?.[0]?.SourceBundle,
    }),
  );
  return VersionLabel;
}
