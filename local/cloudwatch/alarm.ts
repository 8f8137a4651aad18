import type { MetricAlarm, PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData: string | undefined;
  readonly since: Date;
}

export type AlarmSettings = Omit<PutMetricAlarmInput, 'Tags'>;

/** An alarm: what it is set up for, and the state that it was last put into. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  /** What tells its metric from others in events. */
  readonly metricId: string;
  settings: AlarmSettings;
  updated: Date;
  state: AlarmState;
  /** When its value was last another: a new reason alone does not count. */
  changed: Date;
  tags: ReadonlyMap<string, string>;
}

export function describeAlarm({ arn, settings, updated, state, changed }: Alarm): MetricAlarm {
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ...settings,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: updated,
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData === undefined ? {} : { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: state.since,
    StateTransitionedTimestamp: changed,
  };
}

/** Seconds over which the alarm's metric is looked at: all its periods. */
export function windowOf({ Period, EvaluationPeriods = 1, Metrics = [] }: AlarmSettings): number {
  const periods = Metrics.map((metric) => metric.MetricStat?.Period ?? metric.Period ?? 0);
  return (Period ?? Math.max(0, ...periods)) * EvaluationPeriods;
}
