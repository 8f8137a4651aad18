import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  ContinueServiceDeploymentCommand,
  type DeploymentConfiguration,
  DescribeServiceDeploymentsCommand,
  ECSClient,
  type ServiceDeployment,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentRecord } from '../../../shared/deployment/commands.ts';
import { Scene } from './scene.ts';
import { BREAKER, type ServiceSettings } from './services.ts';

/** Seconds of AWS's time. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;

const shifting = (
  strategy: 'BLUE_GREEN' | 'LINEAR' | 'CANARY',
  more: DeploymentConfiguration = {},
): ServiceSettings => ({
  balancer: 'two-groups',
  deploymentConfiguration: { ...BREAKER, strategy, bakeTimeInMinutes: 0, ...more },
});

const pausing = shifting('BLUE_GREEN', {
  lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
});

describe('a strategy that shifts traffic', () => {
  let scene: Scene;
  const ecs = () => new ECSClient({});

  beforeAll(async () => {
    scene = await Scene.open({
      'blue-green': shifting('BLUE_GREEN', { bakeTimeInMinutes: 60 }),
      linear: shifting('LINEAR', {
        linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 60 },
      }),
      canary: shifting('CANARY', {
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 60 },
      }),
      crashing: shifting('BLUE_GREEN'),
      endless: shifting('BLUE_GREEN', { deploymentCircuitBreaker: { enable: false, rollback: false } }),
      alarmed: shifting('CANARY', {
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 60 },
        alarms: { alarmNames: ['latency'], enable: true, rollback: true },
      }),
      baking: shifting('BLUE_GREEN', { bakeTimeInMinutes: 60 }),
      continued: pausing,
      refused: pausing,
      unanswered: pausing,
    });
  });
  afterEach(() => scene?.cure());
  afterAll(() => scene?.close());

  /** Waits until the rollout of a deployment is so, and gives it as it was then. */
  async function until(
    id: string,
    isSo: (rollout: ServiceDeployment) => boolean,
  ): Promise<ServiceDeployment> {
    await scene.reached(id, 'roll:started');
    const { trail } = await scene.stage.show(id);
    const [, arn = ''] = trail.find(({ step }) => step === 'roll:started')?.detail.split(' as ') ?? [];
    let seen: ServiceDeployment = {};
    const look = async () => {
      const { serviceDeployments } = await ecs().send(
        new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
      );
      seen = serviceDeployments?.[0] ?? {};
      return isSo(seen);
    };
    await expect.poll(look, { timeout: 60_000, interval: 100 }).toBe(true);
    return seen;
  }

  const paused = (id: string) =>
    until(
      id,
      ({ lifecycleHookDetails }) =>
        lifecycleHookDetails?.some((one) => one.status === 'AWAITING_ACTION') ?? false,
    );

  /** Deploys, and moves the clock once the trail tells of a stage of the rollout that lasts an hour. */
  async function stayingAt(stage: string, service: string): Promise<DeploymentRecord> {
    const id = await scene.begin(service);
    await scene.reached(id, `roll:${stage}`);
    await scene.cloud.clock.move(HOUR, { every: 10 * MINUTE });
    return scene.ended(id);
  }

  it('blue/green: all traffic is shifted at once, and it bakes', async () => {
    await scene.expectAsTold(await stayingAt('bake-time-100', 'blue-green'), 'blue-green');
  });

  it('linear: the traffic is shifted step by step', async () => {
    await scene.expectAsTold(await stayingAt('production-traffic-shift-50', 'linear'), 'linear');
  });

  it('canary: a small share of the traffic comes first', async () => {
    await scene.expectAsTold(await stayingAt('production-traffic-shift-10', 'canary'), 'canary');
  });

  it('blue/green: its container crashes before it has any traffic', async () => {
    scene.fault({ kind: 'crash-task', service: 'crashing', image: scene.next, exitCode: 1 });
    await scene.expectAsTold(await scene.deploy('crashing'), 'crashing');
  });

  it('blue/green without circuit breaker: its tasks never become healthy', async () => {
    scene.fault({ kind: 'hang-task', service: 'endless', image: scene.next });
    const id = await scene.begin('endless');
    await until(id, ({ lifecycleStage }) => lifecycleStage === 'SCALE_UP');
    await scene.cloud.clock.move(16 * MINUTE);
    await scene.expectAsTold(await scene.ended(id), 'endless');
  });

  it('canary: an alarm goes off while users have a share of it', async () => {
    const cloudwatch = new CloudWatchClient({});
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'latency',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'TargetResponseTime',
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const id = await scene.begin('alarmed');
    await until(id, (now) => now.targetServiceRevision?.requestedProductionTrafficWeight === 10);
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'latency', StateValue: 'ALARM', StateReason: 'a test' }),
    );
    await scene.expectAsTold(await scene.ended(id), 'alarmed');
  });

  it('blue/green: somebody turns the traffic back while it bakes', async () => {
    const id = await scene.begin('baking');
    const { serviceDeploymentArn } = await until(id, ({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    await ecs().send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
    await scene.expectAsTold(await scene.ended(id), 'baking');
  });

  it('a pause hook waits for longer than the limit, and a person lets it go on', async () => {
    const id = await scene.begin('continued');
    const { serviceDeploymentArn, lifecycleHookDetails } = await paused(id);
    await scene.reached(id, 'roll:post-test-traffic-shift-0-paused');
    await scene.cloud.clock.move(HOUR, { every: 10 * MINUTE });
    await ecs().send(
      new ContinueServiceDeploymentCommand({
        serviceDeploymentArn,
        hookId: lifecycleHookDetails?.[0]?.hookId,
      }),
    );
    const record = await scene.ended(id);
    await scene.expectAsTold(record, 'continued');
    const told = record.trail.find(({ step }) => step === 'roll:post-test-traffic-shift-0-paused')?.detail;
    expect(told).toContain('aws ecs continue-service-deployment');
  });

  it('a pause hook: a person has it rolled back', async () => {
    const id = await scene.begin('refused');
    const { serviceDeploymentArn, lifecycleHookDetails } = await paused(id);
    await ecs().send(
      new ContinueServiceDeploymentCommand({
        serviceDeploymentArn,
        hookId: lifecycleHookDetails?.[0]?.hookId,
        action: 'ROLLBACK',
      }),
    );
    await scene.expectAsTold(await scene.ended(id), 'refused');
  });

  it('a pause hook that nobody answers within a day', async () => {
    const id = await scene.begin('unanswered');
    await paused(id);
    await scene.reached(id, 'roll:post-test-traffic-shift-0-paused');
    await scene.cloud.clock.move(25 * HOUR, { every: HOUR });
    await scene.expectAsTold(await scene.ended(id), 'unanswered');
  });
});
