import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { EventSink } from '../parts.ts';
import type { Alarm, AlarmState } from './alarm.ts';

/**
 * `CloudWatch Alarm State Change`, on the default bus.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function announceChange(events: EventSink, alarm: Alarm, before: AlarmState): void {
  const { settings } = alarm;
  events.put({
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      configuration: {
        ...(settings.AlarmDescription === undefined ? {} : { description: settings.AlarmDescription }),
        metrics: metricsOf(alarm).map(tellQuery),
      },
      previousState: tellState(before),
      state: tellState(alarm.state),
    },
  });
}

const tellState = ({ reason, reasonData, since, value }: AlarmState) => ({
  reason,
  ...(reasonData === undefined ? {} : { reasonData }),
  // As AWS writes it there: with an offset, not with a Z.
  timestamp: since.toISOString().replace('Z', '+0000'),
  value,
});

function metricsOf({ settings, metricId }: Alarm): MetricDataQuery[] {
  if (settings.Metrics) return settings.Metrics;
  return [
    {
      Id: metricId,
      MetricStat: {
        Metric: {
          Namespace: settings.Namespace,
          MetricName: settings.MetricName,
          Dimensions: settings.Dimensions,
        },
        Period: settings.Period,
        Stat: settings.Statistic ?? settings.ExtendedStatistic,
        ...(settings.Unit ? { Unit: settings.Unit } : {}),
      },
      ReturnData: true,
    },
  ];
}

function tellQuery({ Id, Expression, Label, MetricStat, ReturnData = true }: MetricDataQuery) {
  const { Metric, Period, Stat, Unit } = MetricStat ?? {};
  return {
    id: Id,
    ...(Expression === undefined ? {} : { expression: Expression }),
    ...(Label === undefined ? {} : { label: Label }),
    ...(MetricStat
      ? {
          metricStat: {
            metric: {
              dimensions: Object.fromEntries(
                (Metric?.Dimensions ?? []).map(({ Name = '', Value }) => [Name, Value]),
              ),
              name: Metric?.MetricName,
              namespace: Metric?.Namespace,
            },
            period: Period,
            stat: Stat,
            ...(Unit ? { unit: Unit } : {}),
          },
        }
      : {}),
    returnData: ReturnData,
  };
}
