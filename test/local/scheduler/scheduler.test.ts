import * as sdk from '@aws-sdk/client-scheduler';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../../local/clock.ts';
import { Deliveries } from '../../../local/parts.ts';
import { createScheduler } from '../../../local/scheduler/index.ts';
import { sdkCaller } from '../sdk-call.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:0',
  folder: '/nonexistent',
};
const fn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const ending: (() => Promise<void> | undefined)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function cloud() {
  const deliveries = new Deliveries();
  const got: string[] = [];
  deliveries.register('lambda', async (_, payload) => {
    got.push(payload);
  });
  const part = createScheduler({ account, clock: new Clock(10_000), deliveries });
  ending.push(() => part.close?.());
  const { aws, close } = await sdkCaller(part, sdk, 'SchedulerClient');
  ending.push(close);
  const create = (ScheduleExpression: string, more: object = {}, target: object = {}) =>
    aws('CreateSchedule', {
      Name: 'n',
      ScheduleExpression,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: fn, RoleArn: 'arn:aws:iam::000000000000:role/r', ...target },
      ...more,
    });
  return { part, aws, create, got };
}

describe('EventBridge Scheduler', () => {
  it('calls its target again and again until it is deleted', async () => {
    const { aws, create, got } = await cloud();
    await create('rate(1 minute)', {}, { Input: '{"from":"<aws.scheduler.schedule-arn>"}' });
    await vi.waitFor(() => expect(got.length).toBeGreaterThan(2));
    expect(JSON.parse(got[0] ?? '')).toEqual({
      from: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/n',
    });
    await aws('DeleteSchedule', { Name: 'n' });
    await expect(aws('GetSchedule', { Name: 'n' })).rejects.toThrow('Schedule n does not exist.');
  });

  it('calls once at a time, with its own event, and goes when it is asked to', async () => {
    const { aws, create, got } = await cloud();
    const at = new Date(Date.now() + 120_000).toISOString().slice(0, 19);
    await create(`at(${at})`, { ActionAfterCompletion: 'DELETE' });
    await vi.waitFor(() => expect(got).toHaveLength(1));
    expect(JSON.parse(got[0] ?? '')).toMatchObject({ source: 'aws.scheduler', time: `${at}Z` });
    await vi.waitFor(async () => expect((await aws('ListSchedules', {})).Schedules).toEqual([]));
  });

  it('refuses what it cannot do, by name', async () => {
    const { create } = await cloud();
    await expect(create('rate(1 minute)', { ScheduleExpressionTimezone: 'Europe/Berlin' })).rejects.toThrow(
      /in UTC/,
    );
    await expect(create('rate(1 minute)', { GroupName: 'g' })).rejects.toThrow(/Schedule group g/);
    await expect(create('rate(1 week)')).rejects.toThrow('Invalid Schedule Expression rate(1 week).');
    await expect(create('rate(1 day)', {}, { Arn: 'arn:aws:sns:us-east-1:1:t' })).rejects.toThrow(
      /does not deliver/,
    );
    await create('rate(1 day)');
    await expect(create('rate(1 day)')).rejects.toThrow('Schedule n already exists.');
  });

  it('comes and goes with a stack', async () => {
    const { part, aws, got } = await cloud();
    const provider = part.resources?.['AWS::Scheduler::Schedule'];
    const request = { stackName: 's', logicalId: 'R', generatedName: 's-R-1' };
    const properties = {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: '1' },
      Target: {
        Arn: fn,
        RoleArn: 'arn:aws:iam::000000000000:role/r',
        RetryPolicy: { MaximumRetryAttempts: '2' },
      },
    };
    const resource = await provider?.create({ ...request, properties });
    await vi.waitFor(() => expect(got.length).toBeGreaterThan(0));
    if (resource) {
      const disabled = { ...properties, State: 'DISABLED' };
      await provider?.update({ ...request, resource, previous: properties, properties: disabled });
      expect(await aws('GetSchedule', { Name: 's-R-1' })).toMatchObject({ State: 'DISABLED' });
      await provider?.delete({ ...request, resource, properties });
    }
    expect((await aws('ListSchedules', {})).Schedules).toEqual([]);
  });
});
