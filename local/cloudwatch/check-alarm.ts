import { AwsError } from '../gateway/service.ts';
import type { AlarmSettings } from './alarm.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Members that change when and how an alarm is found to be on, or what it then does. */
const REFUSED = [
  'EvaluationCriteria',
  'EvaluationInterval',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'ActionConfiguration',
  'ThresholdMetricId',
];

/**
 * Metrics are not evaluated here, so of an alarm's formula it is only checked that there is one.
 * @throws AwsError ValidationError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkAlarm(settings: AlarmSettings): void {
  const given = new Map<string, unknown>(Object.entries(settings));
  const refused = REFUSED.filter((name) => given.get(name) !== undefined);
  if (refused.length > 0)
    throw invalid(
      `the local cloud does not support ${refused.join(', ')} of an alarm: it evaluates no metrics`,
    );
  const actions = [
    ...(settings.AlarmActions ?? []),
    ...(settings.OKActions ?? []),
    ...(settings.InsufficientDataActions ?? []),
  ];
  if (settings.ActionsEnabled !== false && actions.length > 0)
    throw invalid(
      `the local cloud takes no alarm actions (${actions.join(', ')}): use a rule for the event CloudWatch Alarm State Change`,
    );
  if (settings.Metrics && settings.MetricName !== undefined)
    throw invalid('MetricName must not be specified together with Metrics');
  if (settings.Metrics) checkPeriods(settings);
  else checkSingle(settings);
}

function checkSingle(settings: AlarmSettings): void {
  for (const name of ['MetricName', 'Namespace', 'Period', 'Threshold'] as const)
    if (settings[name] === undefined) throw invalid(`${name} must be specified`);
  if ((settings.Statistic === undefined) === (settings.ExtendedStatistic === undefined))
    throw invalid('Exactly one of Statistic and ExtendedStatistic must be specified');
  checkPeriods(settings);
}

function checkPeriods(settings: AlarmSettings): void {
  const { EvaluationPeriods: periods, DatapointsToAlarm: points, ComparisonOperator } = settings;
  if (periods === undefined) throw invalid('EvaluationPeriods must be specified');
  if (ComparisonOperator === undefined) throw invalid('ComparisonOperator must be specified');
  if (points !== undefined && points > periods)
    throw invalid('DatapointsToAlarm must not be greater than EvaluationPeriods');
}
