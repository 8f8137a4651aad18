import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { createCloudwatch } from '../../local/cloudwatch/index.ts';
import type { ServiceEvent } from '../../local/parts.ts';
import { throughGateway } from './through-gateway.ts';

const account = { id: '000000000000', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', folder: '' };

let events: ServiceEvent[];
let part: ReturnType<typeof createCloudwatch>;
let gateway: Awaited<ReturnType<typeof throughGateway>>;
let client: CloudWatchClient;

beforeEach(async () => {
  events = [];
  part = createCloudwatch({ account, clock: new Clock(), events: { put: (event) => events.push(event) } });
  gateway = await throughGateway(part);
  client = new CloudWatchClient(gateway.config);
});
afterEach(async () => {
  client.destroy();
  await gateway.close();
});

const settings = (AlarmName: string): PutMetricAlarmCommandInput => ({
  AlarmName,
  AlarmDescription: 'too many errors',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Dimensions: [{ Name: 'LoadBalancer', Value: 'app/front/1' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
});
const set = (StateValue: 'OK' | 'ALARM', more: { StateReasonData?: string } = {}) =>
  client.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'because', ...more }));

it('has alarms that are in the state they were put into, and tells when that becomes another', async () => {
  await client.send(new PutMetricAlarmCommand(settings('errors')));
  await set('ALARM', { StateReasonData: '{"version":"1.0"}' });
  await set('ALARM');
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['errors', 'none'] }));
  expect(MetricAlarms).toEqual([
    expect.objectContaining({
      ...settings('errors'),
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      StateValue: 'ALARM',
      StateReason: 'because',
      ActionsEnabled: true,
    }),
  ]);
  expect(events).toEqual([
    {
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
      resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors'],
      detail: {
        alarmName: 'errors',
        configuration: {
          description: 'too many errors',
          metrics: [
            {
              id: expect.any(String),
              metricStat: {
                metric: {
                  dimensions: { LoadBalancer: 'app/front/1' },
                  name: 'HTTPCode_Target_5XX_Count',
                  namespace: 'AWS/ApplicationELB',
                },
                period: 60,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
        previousState: {
          reason: 'Unchecked: Initial alarm creation',
          timestamp: expect.stringMatching(/\+0000$/),
          value: 'INSUFFICIENT_DATA',
        },
        state: {
          reason: 'because',
          reasonData: '{"version":"1.0"}',
          timestamp: expect.stringMatching(/\+0000$/),
          value: 'ALARM',
        },
      },
    },
  ]);
});

it('keeps its state when it is set up anew, and is gone when it is deleted', async () => {
  await client.send(new PutMetricAlarmCommand(settings('errors')));
  await set('OK');
  await client.send(new PutMetricAlarmCommand({ ...settings('errors'), Threshold: 7 }));
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ StateValue: 'OK' }));
  expect(MetricAlarms?.map(({ Threshold, StateValue }) => [Threshold, StateValue])).toEqual([[7, 'OK']]);
  await client.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
  await expect(set('OK')).rejects.toMatchObject({ name: 'ResourceNotFound' });
});

it('gives its alarms page by page', async () => {
  for (const name of ['a', 'b', 'c']) await client.send(new PutMetricAlarmCommand(settings(name)));
  const names: string[][] = [];
  for await (const page of paginateDescribeAlarms({ client, pageSize: 2 }, {}))
    names.push((page.MetricAlarms ?? []).map(({ AlarmName = '' }) => AlarmName));
  expect(names).toEqual([['a', 'b'], ['c']]);
});

it('keeps tags', async () => {
  await client.send(
    new PutMetricAlarmCommand({ ...settings('errors'), Tags: [{ Key: 'team', Value: 'web' }] }),
  );
  const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors';
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'stage', Value: 'prod' }] }));
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([{ Key: 'stage', Value: 'prod' }]);
});

it('says what it does not do', async () => {
  const actions = { ...settings('errors'), AlarmActions: ['arn:aws:sns:us-east-1:000000000000:team'] };
  await expect(client.send(new PutMetricAlarmCommand(actions))).rejects.toThrow('takes no alarm actions');
  await expect(
    client.send(new PutMetricAlarmCommand({ ...settings('errors'), Statistic: undefined })),
  ).rejects.toThrow('Exactly one of Statistic and ExtendedStatistic');
  await expect(client.send(new PutMetricDataCommand({ Namespace: 'web', MetricData: [] }))).rejects.toThrow(
    'not implemented: cloudwatch.PutMetricData',
  );
});
