import { DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTasks } from '../list-tasks.ts';
import { Scene } from './scene.ts';
import { CLUSTER } from './services.ts';

/** A task that writes a line and ends. */
const ends = (name: string) => `{ name: ${name}, command: [node, -e, "console.log('${name} was here')"] }`;

describe('tasks before and after a rollout', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open({
      well: { more: `before: [${ends('migrate')}], after: [${ends('smoke')}]` },
      late: {
        more: 'before: [{ name: endless, command: [node, -e, "setInterval(() => 0, 1000)"], timeout: 20s }]',
      },
      elsewhere: { more: 'before: [{ name: migrate, container: other, command: [node, -e, "0"] }]' },
    });
  });
  afterAll(() => scene?.close());

  it('its tasks before and after end well', async () => {
    await scene.expectAsTold(await scene.deploy('well'), 'well');
  });

  it('a task before it takes too long', async () => {
    const id = await scene.begin('late');
    await scene.reached(id, 'before:endless:started');
    await scene.cloud.clock.move(21);
    const record = await scene.ended(id);
    await scene.expectAsTold(record, 'late');
    const tasks = await startedFor(record.deployment.id);
    const answer = await new ECSClient({}).send(new DescribeTasksCommand({ cluster: CLUSTER, tasks }));
    expect(answer.tasks).toMatchObject([
      { desiredStatus: 'STOPPED', stoppedReason: 'It took longer than 20 s' },
    ]);
  });

  it('a task before it is of a container that it has not', async () => {
    await scene.expectAsTold(await scene.deploy('elsewhere'), 'elsewhere');
  });

  /** All tasks that were run for a deployment, by their mark. */
  async function startedFor(deployment: string): Promise<string[]> {
    const startedBy = `slipway/${deployment}`;
    const lists = (['RUNNING', 'STOPPED'] as const).map((desiredStatus) =>
      listTasks({ cluster: CLUSTER, startedBy, desiredStatus }),
    );
    return (await Promise.all(lists)).flat();
  }
});
