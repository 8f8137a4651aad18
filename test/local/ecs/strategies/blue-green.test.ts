import { StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { load } from '../load.ts';
import { said, twoGroups } from './two-groups.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function started(bakeTimeInMinutes: number) {
  const local = await twoGroups({
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  });
  ending.push(() => local.close());
  await local.create('v1');
  await local.ended('SUCCESSFUL');
  return local;
}

it('brings the new tasks up beside the old, moves testers, then users, and ends the old after the bake time', async () => {
  const local = await started(60);
  expect(await local.weights(local.production)).toEqual([100, 0]);
  const client = load(local.users, 4);
  await local.update('v2');
  const baking = await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
  expect(baking).toMatchObject({
    status: 'IN_PROGRESS',
    targetServiceRevision: {
      requestedTaskCount: 2,
      runningTaskCount: 2,
      requestedProductionTrafficWeight: 100,
      requestedTestTrafficWeight: 100,
    },
    sourceServiceRevisions: [{ runningTaskCount: 2, requestedProductionTrafficWeight: 0 }],
  });
  expect([await said(local.users), await said(local.testers)]).toEqual(['v2', 'v2']);
  expect(await local.weights(local.production)).toEqual([0, 100]);

  await local.pass(60);
  const done = await local.ended('SUCCESSFUL');
  expect(done).toMatchObject({
    lifecycleStage: 'CLEAN_UP',
    sourceServiceRevisions: [{ runningTaskCount: 0 }],
  });
  const { failures, words } = await client.stop();
  expect([failures, words]).toEqual([[], ['v1', 'v2']]);
  expect((await local.service()).deployments).toHaveLength(1);

  // The groups take turns.
  await local.update('v3');
  await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
  await local.pass(60);
  await local.ended('SUCCESSFUL');
  expect(await local.weights(local.production)).toEqual([100, 0]);
  expect(await said(local.users)).toBe('v3');
});

it('gives the traffic back when a user turns it back while it bakes', async () => {
  const local = await started(60);
  await local.update('v2');
  const { serviceDeploymentArn } = await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
  await local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  const ended = await local.ended('ROLLBACK_SUCCESSFUL');
  expect(ended.rollback?.serviceRevisionArn).toBe(ended.sourceServiceRevisions?.[0]?.arn);
  expect(ended.targetServiceRevision).toMatchObject({
    runningTaskCount: 0,
    requestedProductionTrafficWeight: 0,
  });
  expect(await local.weights(local.production)).toEqual([100, 0]);
  expect([await said(local.users), await said(local.testers)]).toEqual(['v1', 'v1']);
  // Asked again it goes on with what it does; of what is over it says so.
  await expect(
    local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn })),
  ).rejects.toMatchObject({ name: 'ConflictException' });
});

it('never shows users a version that does not start', async () => {
  const local = await started(1);
  const client = load(local.users, 4);
  await local.update('crashing');
  const ended = await local.ended('ROLLBACK_SUCCESSFUL');
  expect(ended.deploymentCircuitBreaker?.status).toBe('TRIGGERED');
  const { failures, words } = await client.stop();
  expect([failures, words]).toEqual([[], ['v1']]);
});

it('is turned back when its tasks are not healthy within a day, with no breaker to end it', async () => {
  const local = await twoGroups({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 });
  ending.push(() => local.close());
  await local.create('v1');
  await local.ended('SUCCESSFUL');
  await local.update('failing');
  await local.until(({ lifecycleStage }) => lifecycleStage === 'SCALE_UP');
  await local.pass(25 * 60);
  expect((await local.ended('ROLLBACK_SUCCESSFUL')).statusReason).toBe(
    'Service deployment rolled back because SCALE_UP did not end within 24 hours.',
  );
  expect(await said(local.users)).toBe('v1');
});
