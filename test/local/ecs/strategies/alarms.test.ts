import { PutMetricAlarmCommand, SetAlarmStateCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import { said, twoGroups } from './two-groups.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function started(strategy: 'ROLLING' | 'BLUE_GREEN', { rollback = true, bake = 60 } = {}) {
  const local = await twoGroups({
    strategy,
    bakeTimeInMinutes: bake,
    alarms: { alarmNames: ['errors', 'latency'], enable: true, rollback },
  });
  ending.push(() => local.close());
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
  const set = (AlarmName: string, StateValue: StateValue) =>
    local.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
  // The first deployment of a rolling service bakes, too.
  await local.create('v1', strategy === 'ROLLING' ? { loadBalancers: plain(local.targetGroupArn) } : {});
  return { ...local, set };
}

const plain = (targetGroupArn: string) => [{ targetGroupArn, containerName: 'app', containerPort: 3000 }];

describe('an alarm', () => {
  it('turns a blue/green deployment back while it bakes', async () => {
    const local = await started('BLUE_GREEN');
    await local.ended('SUCCESSFUL');
    await local.update('v2');
    await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    await local.set('latency', 'ALARM');
    const ended = await local.ended('ROLLBACK_SUCCESSFUL');
    expect(ended.statusReason).toBe('Service deployment rolled back because of one or more active alarms.');
    expect(ended.alarms).toEqual({
      status: 'TRIGGERED',
      alarmNames: ['errors', 'latency'],
      triggeredAlarmNames: ['latency'],
    });
    expect(await said(local.users)).toBe('v1');
    const { events, deployments } = await local.service();
    expect(events?.map(({ message }) => message?.replace(/ecs-svc\/\d+/, 'ID'))).toContain(
      '(service web) (deployment ID) deployment failed: alarm detected.',
    );
    expect(deployments).toHaveLength(1);
    expect(
      local.events
        .filter(({ detailType }) => detailType === 'ECS Deployment State Change')
        .map(({ detail }) => detail.eventName)
        .slice(-3),
    ).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_FAILED',
      'SERVICE_DEPLOYMENT_COMPLETED',
    ]);
  });

  it('that is on when a deployment begins does not stop the cure', async () => {
    const local = await started('BLUE_GREEN', { bake: 0 });
    await local.ended('SUCCESSFUL');
    await local.set('errors', 'ALARM');
    await local.update('v2');
    await local.set('latency', 'ALARM');
    const ended = await local.ended('SUCCESSFUL');
    expect(ended.alarms).toMatchObject({ status: 'DISABLED', triggeredAlarmNames: [] });
  });

  it('ends a rolling update that bakes, and leaves it so where it may not turn it back', async () => {
    const local = await started('ROLLING', { rollback: false, bake: 1 });
    await local.ended('SUCCESSFUL');
    await local.update('v2', { bakeTimeInMinutes: 60 });
    await expect.poll(async () => (await local.service()).deployments?.[0]?.runningCount).toBe(2);
    expect((await local.rollout()).status).toBe('IN_PROGRESS');
    await local.set('errors', 'ALARM');
    const ended = await local.ended('STOPPED');
    expect(ended.rollback).toBeUndefined();
    expect(ended.alarms?.status).toBe('TRIGGERED');
    expect((await local.service()).deployments?.[0]?.rolloutState).toBe('FAILED');
  });
});
