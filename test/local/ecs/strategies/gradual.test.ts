import {
  ContinueServiceDeploymentCommand,
  type DeploymentConfiguration,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { said, twoGroups } from './two-groups.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function started(configuration: DeploymentConfiguration) {
  const local = await twoGroups(configuration);
  ending.push(() => local.close());
  await local.create('v1');
  await local.ended('SUCCESSFUL');
  return local;
}

it('gives a canary its share, and the rest after its bake time', async () => {
  const local = await started({
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 12.5, canaryBakeTimeInMinutes: 60 },
  });
  await local.update('v2');
  const canary = await local.until(
    ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 12.5,
  );
  expect(canary.lifecycleStage).toBe('PRODUCTION_TRAFFIC_SHIFT');
  expect(canary.sourceServiceRevisions?.[0]?.requestedProductionTrafficWeight).toBe(87.5);
  expect(await local.weights(local.production)).toEqual([875, 125]);
  expect(await local.weights(local.test)).toEqual([0, 100]);
  const answers = await Promise.all(Array.from({ length: 100 }, () => said(local.users)));
  expect(new Set(answers)).toEqual(new Set(['v1', 'v2']));
  await local.pass(60);
  await local.ended('SUCCESSFUL');
  expect(await local.weights(local.production)).toEqual([0, 100]);
});

it('moves linearly, a step for each bake time', async () => {
  const local = await started({
    strategy: 'LINEAR',
    linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 60 },
  });
  await local.update('v2');
  await local.until(
    ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 40,
  );
  local.clock.hold();
  const steps = [await local.weights(local.production)];
  for (const minutes of [59, 2, 58, 2]) {
    await local.clock.move(minutes * 60);
    steps.push(await local.weights(local.production));
  }
  local.clock.release();
  expect(steps).toEqual([
    [60, 40],
    [60, 40],
    [20, 80],
    [20, 80],
    [0, 100],
  ]);
  await local.ended('SUCCESSFUL');
});

it('is put in order before the next one begins, when it was cut short', async () => {
  const local = await started({
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 50, canaryBakeTimeInMinutes: 60 },
  });
  await local.update('v2');
  await local.until(
    ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 50,
  );
  await local.update('v3', {
    canaryConfiguration: { canaryPercent: 50, canaryBakeTimeInMinutes: 0 },
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
  });
  const reconciled = await local.until(({ lifecycleStage }) => lifecycleStage === 'POST_SCALE_UP');
  expect(reconciled.sourceServiceRevisions).toHaveLength(2);
  expect(await local.weights(local.production)).toEqual([100, 0]);
  await local.ecs.send(
    new ContinueServiceDeploymentCommand({
      serviceDeploymentArn: reconciled.serviceDeploymentArn,
      hookId: reconciled.lifecycleHookDetails?.[0]?.hookId,
    }),
  );
  await local.ended('SUCCESSFUL');
  expect(await said(local.users)).toBe('v3');
  const [, second] = await local.rollouts();
  expect(second).toMatchObject({ status: 'STOPPED', statusReason: 'A new service deployment was started.' });
});

it('leaves all as it is when it is aborted', async () => {
  const local = await started({
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 50, canaryBakeTimeInMinutes: 60 },
  });
  await local.update('v2');
  const { serviceDeploymentArn } = await local.until(
    ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 50,
  );
  await local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ABORT' }));
  const stopped = await local.ended('STOPPED');
  expect(stopped.stoppedAt).toBeInstanceOf(Date);
  expect(await local.weights(local.production)).toEqual([50, 50]);
  expect((await local.service()).deployments?.map((one) => [one.rolloutState, one.runningCount])).toEqual([
    ['FAILED', 2],
    ['COMPLETED', 2],
  ]);
});

it('scales both revisions when somebody changes the desired count meanwhile', async () => {
  const local = await started({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 });
  await local.update('v2');
  const before = await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
  await local.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 3 }));
  const after = await local.until(
    ({ targetServiceRevision, sourceServiceRevisions }) =>
      targetServiceRevision?.runningTaskCount === 3 && sourceServiceRevisions?.[0]?.runningTaskCount === 3,
  );
  expect([after.serviceDeploymentArn, after.status]).toEqual([before.serviceDeploymentArn, 'IN_PROGRESS']);
});

it('shifts nothing by itself where there is no load balancer, and goes through its stages all the same', async () => {
  const local = await started({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 });
  await local.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', loadBalancers: [] }));
  const shifted = await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
  expect(shifted.targetServiceRevision?.requestedProductionTrafficWeight).toBe(100);
  expect(await local.weights(local.production)).toEqual([100, 0]);
});
