import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';
import { eventsCome } from './weather.ts';

/** How often each event of ECR, and of a deployment's end, comes here. */
const TIMES = 5;

describe('where events come more than once', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
    for (const detailType of ['ECR Image Action', 'Deployment Ended', 'Build Ended'])
      stage.cloud.faults.add({ kind: 'double-events', detailType, copies: TIMES });
  });
  afterAll(() => stage?.close());

  it('the same image push five times makes one deployment, one rollout and one message', async () => {
    const { chronicle, setting } = stage;
    chronicle.reset();
    const commit = await stage.push({
      file: 'page.mjs',
      from: '#1668dc',
      to: '#0b7a4b',
      message: 'Paint it green',
    });
    const record = await stage.endOf(commit);
    expect(record.ending?.verdict).toBe('verified');
    // Every one of the five was taken up, by a function of its own.
    await chronicle.until(
      'five requests',
      30_000,
      () => chronicle.made('Invoke', 'RequestDeployment').length >= (eventsCome() ? TIMES : 0),
    );
    await announced(stage, record.deployment.id);

    expect((await stage.history()).map(({ deployment }) => deployment.id)).toEqual([record.deployment.id]);
    expect(chronicle.made('UpdateService')).toHaveLength(1);
    expect(chronicle.made('RegisterTaskDefinition')).toHaveLength(1);
    expect(chronicle.told('Deployment Started')).toHaveLength(1);
    expect(setting.announcements.filter((text) => text.includes(commit.slice(0, 7)))).toHaveLength(1);
  });

  it('a webhook that GitHub sends again builds and deploys nothing anew', async () => {
    const { chronicle, cloud } = stage;
    const [first] = cloud.git.hookDeliveries.filter(({ event }) => event === 'push').slice(-1);
    const before = await stage.history();
    chronicle.reset();
    const again = await cloud.git.redeliver(first?.id ?? '');
    expect(again.status).toBe(202);
    expect(again.responseBody).toBe(first?.responseBody);
    expect(await stage.history()).toEqual(before);
    expect(chronicle.made('StartBuild')).toEqual([]);
  });

  it('a build that fails is told once, and nothing is deployed', async () => {
    const { chronicle, setting } = stage;
    const before = await stage.history();
    chronicle.reset();
    const told = setting.announcements.length;
    const commit = await stage.push({
      file: 'Dockerfile',
      from: 'EXPOSE 3000',
      to: 'COPY no-such-file .',
      message: 'Copy what is not there',
    });
    const { detail } = await chronicle.event(
      'the end of the build',
      'Build Ended',
      (build) => build.commit === commit,
      60_000,
    );
    expect(detail).toMatchObject({ status: 'FAILED', pipeline: 'web' });
    await announced(stage, String(detail.build));
    const messages = setting.announcements.slice(told);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(commit.slice(0, 7));
    expect(await stage.history()).toEqual(before);
    expect(chronicle.made('UpdateService')).toEqual([]);
    await setting.repository.revert();
  });
});

/** Waits until `announce` has taken up each copy of an event, and has told of it. */
async function announced({ chronicle }: Stage, about: string): Promise<void> {
  await chronicle.until(`the announcement of ${about}`, 30_000, () => {
    const puts = chronicle.calls
      .filter(({ operation, role }) => operation === 'PutItem' && role.includes('AnnounceRole'))
      .map(({ input }) => JSON.stringify(input))
      .filter((input) => input.includes(about));
    // Each copy tries to take it; the one that told writes that down. More copies may come than those made here.
    const takings = puts.filter((input) => input.includes('takenUntil'));
    return takings.length >= (eventsCome() ? TIMES : 1) && puts.length > takings.length;
  });
}
