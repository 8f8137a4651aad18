import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeTasksCommand,
  ECSClient,
  TagResourceCommand,
  type Task,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { liveVersion } from '../../local/start/acts.ts';
import { ask } from '../../local/start/pipeline.ts';
import type { DeploymentRecord } from '../../shared/deployment/commands.ts';
import { listTasks } from './list-tasks.ts';
import { Stage, steps } from './stage.ts';
import { callsAreSlow, eventsCome } from './weather.ts';

const CLUSTER = 'slipway-sample';

describe('tasks before and after a rollout', () => {
  let stage: Stage;
  /** Faults of one test: those of the weather stay. */
  const added: string[] = [];
  /** Two releases that work; the second is live at first. */
  let releases: readonly [string, string];

  beforeAll(async () => {
    stage = await Stage.open();
    const green = await stage.push({ file: 'page.mjs', from: '#1668dc', to: '#0b7a4b', message: 'Paint it' });
    expect((await stage.endOf(green)).ending?.verdict).toBe('verified');
    releases = [stage.setting.launched, green];
    await giveTags();
  });
  afterEach(() => {
    for (const id of added.splice(0)) stage.cloud.faults.remove(id);
  });
  afterAll(() => stage?.close());

  it('run once each with the release itself, in order, and what they wrote is in the trail', async () => {
    const record = await deployOther(`
        before:
          - { name: migrate, command: [node, -e, "console.log('moved ' + process.env.TABLES + ' tables')"], environment: { TABLES: 7 } }
        after:
          - { name: smoke, command: [node, -e, "console.log('all well')"] }`);
    expect(record.ending?.verdict).toBe('verified');
    expect(record.ending?.reason).toContain('Task smoke ended with exit code 0.');
    const trail = steps(record);
    const order = [
      'before:migrate:started',
      'before:migrate:ended',
      'roll:started',
      'after:smoke:started',
      'verified',
    ];
    expect(trail.filter((step) => order.includes(step))).toEqual(order);
    expect(detail(record, 'before:migrate:log')).toBe('moved 7 tables');
    expect(detail(record, 'after:smoke:log')).toBe('all well');
    const tasks = await tasksOf(record);
    expect(tasks).toHaveLength(2);
    const revision = detail(record, 'prepared').split(' ')[0];
    for (const task of tasks) {
      expect(task).toMatchObject({ taskDefinitionArn: revision, launchType: 'FARGATE' });
      expect(task.tags).toContainEqual({ key: 'team', value: 'web' });
    }
    // Without events, or where calls are slow, its timer is faster.
    if (!eventsCome() || callsAreSlow()) return;
    // It was woken by the event of a task: nothing of the service has happened yet.
    const calls = stage.chronicle.calls.map(({ operation, role }) => `${operation} by ${role}`);
    const firstOf = (words: RegExp) => calls.findIndex((call) => words.test(call));
    expect(firstOf(/^SendDurableExecutionCallbackSuccess by .*WakeDeployment/)).toBeGreaterThan(0);
    expect(firstOf(/^SendDurableExecutionCallbackSuccess by .*WakeDeployment/)).toBeLessThan(
      firstOf(/^UpdateService/),
    );
  });

  it('stop the deployment before anything is rolled, and say why in the announcement', async () => {
    const live = await liveVersion(stage.setting);
    const record = await deployOther(`
        before:
          - { name: migrate, command: [node, -e, "console.error('column name: already there'); process.exit(3)"] }
          - { name: never, command: [node, -e, "0"] }`);
    expect(record.ending?.verdict).toBe('failed');
    expect(record.ending?.reason).toMatch(
      /^Nothing was rolled out: the task migrate failed: exit code 3 \(Essential container in task exited\); it wrote last: column name: already there\.$/,
    );
    await stage.chronicle.until('the announcement', 60_000, () =>
      Boolean(stage.setting.announcements.at(-1)?.includes('column name: already there')),
    );
    expect(steps(record)).not.toContain('roll:started');
    expect(await tasksOf(record)).toHaveLength(1);
    expect(stage.chronicle.made('UpdateService')).toEqual([]);
    expect(await liveVersion(stage.setting)).toBe(live);
  });

  it('run once also where the function is killed when it has just started one', async () => {
    const { id } = stage.cloud.faults.add({
      kind: 'crash-function',
      function: 'run-deployment',
      service: 'ecs',
      operation: 'RunTask',
      when: 'after',
    });
    added.push(id);
    const record = await deployOther(`
        before: [{ name: migrate, command: [node, -e, "console.log('moved')"] }]`);
    expect(record.ending?.verdict).toBe('verified');
    expect(stage.cloud.faults.list()).toContainEqual(expect.objectContaining({ id, struck: 1 }));
    expect(stage.chronicle.calls.filter(({ operation }) => operation === 'RunTask').length).toBeGreaterThan(
      1,
    );
    expect(await tasksOf(record)).toHaveLength(1);
  });

  /** Deploys the one of the two releases that is not live, with these tasks in the stage. */
  async function deployOther(tasks: string): Promise<DeploymentRecord> {
    const live = await liveVersion(stage.setting);
    const file = await readFile(join(import.meta.dirname, '../../examples/web/slipway.yml'), 'utf8');
    const config = `${file.trimEnd()}${tasks}\n`;
    expect(await ask({ command: 'apply', config })).toMatchObject({ kind: 'applied', stored: true });
    stage.chronicle.reset();
    const [one, other] = releases;
    return stage.deploy(live === one ? other : one);
  }

  /** What was run for a deployment, by its mark. */
  async function tasksOf({ deployment }: DeploymentRecord): Promise<Task[]> {
    const ecs = new ECSClient({});
    const startedBy = `slipway/${deployment.id}`;
    const lists = (['RUNNING', 'STOPPED'] as const).map((desiredStatus) =>
      listTasks({ cluster: CLUSTER, startedBy, desiredStatus }),
    );
    const tasks = (await Promise.all(lists)).flat();
    if (tasks.length === 0) return [];
    const answer = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks, include: ['TAGS'] }));
    return answer.tasks ?? [];
  }

  /** The service hands its tags to its tasks: then so it is with those that are run on their own. */
  async function giveTags(): Promise<void> {
    const ecs = new ECSClient({});
    const { service } = await ecs.send(
      new UpdateServiceCommand({ cluster: CLUSTER, service: 'web', propagateTags: 'SERVICE' }),
    );
    const tags = [{ key: 'team', value: 'web' }];
    await ecs.send(new TagResourceCommand({ resourceArn: service?.serviceArn, tags }));
  }
});

function detail({ trail }: DeploymentRecord, wanted: string): string {
  return trail.find(({ step }) => step === wanted)?.detail ?? '';
}
