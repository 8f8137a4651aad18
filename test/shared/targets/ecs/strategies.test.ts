import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  ContinueServiceDeploymentCommand,
  CreateServiceCommand,
  type DeploymentConfiguration,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, describe, expect, it } from 'vitest';
import { createCheckClients } from '../../../../shared/aws/check-clients.ts';
import type { Target } from '../../../../shared/deployment/ports.ts';
import { createEcsTarget } from '../../../../shared/targets/ecs/index.ts';
import { twoGroups } from '../../../local/ecs/strategies/two-groups.ts';
import { revisionsInMemory } from '../revisions-in-memory.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A service that runs v1, and the target that Slipway has in it. */
async function started(configuration: DeploymentConfiguration) {
  const local = await twoGroups(configuration);
  ending.push(() => local.close());
  await local.create('v1');
  await local.ended('SUCCESSFUL');
  const target = createEcsTarget({
    ecs: local.ecs,
    loadBalancing: local.elb,
    checking: () => createCheckClients({ region: 'us-east-1' }),
    settings: { kind: 'ecs', cluster: 'main', service: 'web', containers: ['app'] },
    region: 'us-east-1',
    repository: 'web',
    revisions: revisionsInMemory(),
  });
  return { ...local, target };
}

/** Rolls an image as a deployment does: inspects, then starts. */
async function roll(
  { target, revision }: { target: Target; revision(image: string): Promise<string> },
  image: string,
) {
  const found = await target.inspect();
  if (found.kind !== 'ready') throw new Error(found.reason);
  const arn = await revision(image);
  const rollout = await target.start(arn, found.since);
  if (typeof rollout !== 'string') throw new Error(rollout.inLineFor);
  return { arn, rollout, look: () => target.look(rollout, arn) };
}

const BLUE_GREEN: DeploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 };

describe('a strategy with stages', () => {
  it('is followed: the stage, the share of the traffic, and the bake time as a wait that is wanted', async () => {
    const local = await started(BLUE_GREEN);
    const { look, arn } = await roll(local, 'v2');
    await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    expect(await look()).toEqual({
      phase: 'running',
      detail: 'IN_PROGRESS: 2 of 2 tasks run, 0 pending',
      stage: {
        name: 'bake-time-100',
        detail: 'BAKE_TIME: 2 of 2 tasks run, 0 pending; 100 % of test traffic, 100 % of production traffic',
      },
      waits: true,
    });
    await local.pass(60);
    await local.ended('SUCCESSFUL');
    expect(await look()).toEqual({ phase: 'succeeded', revision: arn, digests: ['sha256:v2'] });
  });

  it.each<[DeploymentConfiguration, number]>([
    [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 60 } }, 40],
    [{ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 60 } }, 10],
  ])('waits at a step of the traffic: %j', async (configuration, weight) => {
    const local = await started({ ...configuration, bakeTimeInMinutes: 0 });
    const { look } = await roll(local, 'v2');
    await local.until(
      ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === weight,
    );
    expect(await look()).toMatchObject({
      phase: 'running',
      stage: { name: `production-traffic-shift-${weight}` },
      waits: true,
    });
  });

  it('says how a pause is answered, and waits for it', async () => {
    const pause = { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] } as const;
    const local = await started({ ...BLUE_GREEN, bakeTimeInMinutes: 0 });
    await local.ecs.send(
      new UpdateServiceCommand({
        cluster: 'main',
        service: 'web',
        deploymentConfiguration: {
          lifecycleHooks: [{ ...pause, lifecycleStages: [...pause.lifecycleStages] }],
        },
      }),
    );
    const { look, rollout } = await roll(local, 'v2');
    const { lifecycleHookDetails } = await local.until(
      (now) => now.lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION',
    );
    const hookId = lifecycleHookDetails?.[0]?.hookId;
    const seen = await look();
    expect(seen).toMatchObject({ phase: 'running', waits: true });
    expect(seen.phase === 'running' && seen.stage?.detail).toContain(
      `aws ecs continue-service-deployment --service-deployment-arn ${rollout} --hook-id ${hookId}`,
    );
    await local.ecs.send(
      new ContinueServiceDeploymentCommand({ serviceDeploymentArn: rollout, hookId, action: 'ROLLBACK' }),
    );
    await local.ended('ROLLBACK_SUCCESSFUL');
    expect(await look()).toMatchObject({
      phase: 'taken-back',
      reason: expect.stringContaining('was answered with ROLLBACK'),
    });
  });

  it('names the alarm that ended it', async () => {
    const local = await started({
      ...BLUE_GREEN,
      alarms: { alarmNames: ['errors', 'latency'], enable: true, rollback: true },
    });
    for (const AlarmName of ['errors', 'latency'])
      await local.alarms.send(
        new PutMetricAlarmCommand({
          AlarmName,
          MetricName: 'HTTPCode_Target_5XX_Count',
          Namespace: 'AWS/ApplicationELB',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
    const { look } = await roll(local, 'v2');
    await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    await local.alarms.send(
      new SetAlarmStateCommand({ AlarmName: 'latency', StateValue: 'ALARM', StateReason: 'a test' }),
    );
    await local.ended('ROLLBACK_SUCCESSFUL');
    expect(await look()).toMatchObject({
      phase: 'taken-back',
      reason: expect.stringMatching(/because of one or more active alarms.*the alarm latency went off/),
    });
  });

  it('tells a rollback under way from an end', async () => {
    const local = await started(BLUE_GREEN);
    const { look, rollout, arn } = await roll(local, 'v2');
    await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    local.clock.hold();
    expect(await local.target.stop(rollout, arn)).toBe(true);
    expect(await look()).toMatchObject({ phase: 'running', stage: { name: 'going-back' } });
    local.clock.release();
    await local.ended('ROLLBACK_SUCCESSFUL');
    expect(await look()).toMatchObject({
      phase: 'taken-back',
      reason: expect.stringContaining('it was stopped by a user'),
    });
  });
});

describe('what ended a rollout is told apart', () => {
  const rolling: DeploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 60 };

  it('a newer deployment by someone else, also of the same task definition', async () => {
    const local = await started(rolling);
    const { look, rollout, arn } = await roll(local, 'v2');
    await local.ecs.send(
      new UpdateServiceCommand({
        cluster: 'main',
        service: 'web',
        forceNewDeployment: true,
        taskDefinition: arn,
      }),
    );
    const newer = await local.rollout();
    expect(newer.serviceDeploymentArn).not.toBe(rollout);
    expect(await look()).toEqual({
      phase: 'usurped',
      reason: expect.stringContaining(`someone else has since begun ${newer.serviceDeploymentArn}`),
    });
  });

  it('an abort, which leaves what there is; the same release can be rolled again after it', async () => {
    const local = await started(rolling);
    const { look, rollout, arn } = await roll(local, 'v2');
    await local.ecs.send(
      new StopServiceDeploymentCommand({ serviceDeploymentArn: rollout, stopType: 'ABORT' }),
    );
    expect(await look()).toMatchObject({
      phase: 'stopped',
      reason: expect.stringContaining('Service deployment was stopped by a user'),
    });
    const found = await local.target.inspect();
    const again = await local.target.start(arn, found.kind === 'ready' ? found.since : undefined);
    expect(again).not.toBe(rollout);
  });

  it('a service that was scaled to zero proves nothing', async () => {
    const local = await started({ ...rolling, bakeTimeInMinutes: 0 });
    const { look } = await roll(local, 'v2');
    await local.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 0 }));
    await local.ended('SUCCESSFUL');
    expect(await look()).toMatchObject({
      phase: 'gone',
      reason: expect.stringContaining('scaled to zero meanwhile'),
    });
    expect(await local.target.inspect()).toMatchObject({ kind: 'refused' });
  });
});

it.each(['CODE_DEPLOY', 'EXTERNAL'] as const)(
  'a service under %s is refused, and told what to do',
  async (type) => {
    const local = await started({ ...BLUE_GREEN, bakeTimeInMinutes: 0 });
    await local.ecs.send(
      new CreateServiceCommand({
        cluster: 'main',
        serviceName: 'other',
        deploymentController: { type },
        ...(type === 'CODE_DEPLOY'
          ? {
              taskDefinition: await local.revision('v1'),
              desiredCount: 1,
              launchType: 'FARGATE',
              networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
              loadBalancers: [{ targetGroupArn: local.groups[0], containerName: 'app', containerPort: 3000 }],
            }
          : { desiredCount: 1 }),
      }),
    );
    const target = createEcsTarget({
      ecs: local.ecs,
      loadBalancing: local.elb,
      checking: () => createCheckClients({ region: 'us-east-1' }),
      settings: { kind: 'ecs', cluster: 'main', service: 'other' },
      region: 'us-east-1',
      repository: 'web',
      revisions: revisionsInMemory(),
    });
    const found = await target.inspect();
    expect(found).toMatchObject({ kind: 'refused', reason: expect.stringContaining(type) });
    expect(found.kind === 'refused' && found.reason).toMatch(/controller (type=)?ECS/);
  },
);
