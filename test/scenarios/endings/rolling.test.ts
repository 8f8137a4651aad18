import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { Scene } from './scene.ts';

/** Seconds of AWS's time. */
const MINUTE = 60;

const alarmed = (rollback: boolean): DeploymentConfiguration => ({
  alarms: { alarmNames: ['errors'], enable: true, rollback },
  bakeTimeInMinutes: 3,
});

describe('a rolling update', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open({
      good: {},
      crashing: {},
      vanished: {},
      'no-room': {},
      hanging: {},
      'no-rollback': {
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
      },
      'no-breaker': {
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } },
      },
      alarmed: { deploymentConfiguration: alarmed(true) },
      'alarmed-only': { deploymentConfiguration: alarmed(false) },
    });
  });
  afterEach(() => scene?.cure());
  afterAll(() => scene?.close());

  const crashes = (service: string) =>
    scene.fault({ kind: 'crash-task', service, image: scene.next, exitCode: 1 });

  it('its container crashes, and the circuit breaker takes it back', async () => {
    crashes('crashing');
    await scene.expectAsTold(await scene.deploy('crashing'), 'crashing');
  });

  it('its image has vanished from the repository', async () => {
    scene.fault({ kind: 'no-image', image: scene.next });
    await scene.expectAsTold(await scene.deploy('vanished'), 'vanished');
  });

  it('there is no capacity for its tasks', async () => {
    scene.fault({ kind: 'no-capacity', service: 'no-room' });
    await scene.expectAsTold(await scene.deploy('no-room'), 'no-room');
  });

  it('its tasks hang and never answer the load balancer', async () => {
    scene.fault({ kind: 'hang-task', service: 'hanging', image: scene.next });
    await scene.expectAsTold(await scene.deploy('hanging'), 'hanging');
  });

  it('it comes up and answers', async () => {
    await scene.expectAsTold(await scene.deploy('good'), 'good');
  });

  it('the circuit breaker trips, but may not roll back', async () => {
    crashes('no-rollback');
    await scene.expectAsTold(await scene.deploy('no-rollback'), 'no-rollback');
  });

  it('there is no circuit breaker, and it gets nowhere', async () => {
    crashes('no-breaker');
    const id = await scene.begin('no-breaker');
    await scene.hasFailed('no-breaker');
    // Its time counts from there.
    await scene.reached(id, 'roll:started');
    await scene.cloud.clock.move(16 * MINUTE);
    await scene.expectAsTold(await scene.ended(id), 'no-breaker');
  });

  it('a deployment alarm goes off, and ECS takes it back', async () => {
    await goesOff('alarmed');
  });

  it('a deployment alarm goes off, but may not roll back', async () => {
    await goesOff('alarmed-only');
  });

  /** The alarm goes off when all tasks run and the deployment bakes. */
  async function goesOff(service: string): Promise<void> {
    const cloudwatch = new CloudWatchClient({});
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const set = (StateValue: 'OK' | 'ALARM') =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'a test' }));
    await set('OK');
    const id = await scene.begin(service);
    await scene.runs(service, scene.next);
    await set('ALARM');
    await scene.expectAsTold(await scene.ended(id), service);
  }
});
