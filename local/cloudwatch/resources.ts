import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { checkKnown } from '../cloudformation/known-properties.ts';
import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import { checkAlarm } from './check-alarm.ts';
import type { Context } from './context.ts';
import { tagsFrom } from './tags.ts';

const known = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Metrics',
  'Namespace',
  'OKActions',
  'Period',
  'Statistic',
  'Tags',
  'Threshold',
  'TreatMissingData',
  'Unit',
];

const numbers = new Set(['DatapointsToAlarm', 'EvaluationPeriods', 'Period', 'Threshold']);

/** `AWS::CloudWatch::Alarm`. `Ref` is its name. */
export function alarmResources({ book }: Context): ResourceProviders {
  const put = (name: string, properties: Properties): Resource => {
    checkKnown('AWS::CloudWatch::Alarm', properties, known);
    const { Tags, ...settings } = inputOf(properties);
    const complete = { ...settings, AlarmName: name };
    checkAlarm(complete);
    const alarm = book.put(complete, new Map());
    alarm.tags = tagsFrom(Tags);
    return { id: name, attributes: { Arn: alarm.arn } };
  };
  return {
    'AWS::CloudWatch::Alarm': {
      replaceOn: ['AlarmName'],
      create({ properties, generatedName }) {
        const name = inputOf(properties).AlarmName ?? generatedName;
        if (book.find(name)) throw new Error(`${name} already exists in stack`);
        return put(name, properties);
      },
      update: ({ resource, properties }) => put(resource.id, properties),
      delete: ({ resource }) => book.delete(resource.id),
    },
  };
}

/** The API has the same names; templates may give numbers and booleans as text. */
function inputOf(properties: Properties): PutMetricAlarmInput {
  const typed = Object.entries(properties).map(([name, value]) => {
    if (numbers.has(name)) return [name, Number(value)];
    return [name, value === 'true' || value === 'false' ? value === 'true' : value];
  });
  // `checkKnown` and `checkAlarm` look at what is used.
  return Object.fromEntries(typed) as PutMetricAlarmInput;
}
