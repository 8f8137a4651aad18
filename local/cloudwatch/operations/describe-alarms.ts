import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { cutPage } from '../../paging.ts';
import { describeAlarm } from '../alarm.ts';
import type { Context } from '../context.ts';

/** API reference, DescribeAlarms: 50 on a page unless asked otherwise. */
const PAGE_SIZE = 50;

/** There are metric alarms only, none that is made of others. */
export const describeAlarms =
  ({ book }: Context): Operation<DescribeAlarmsInput, DescribeAlarmsOutput> =>
  (input) => {
    if (input.AlarmNamePrefix !== undefined && input.AlarmNames)
      throw new AwsError('ValidationError', 'AlarmNames and AlarmNamePrefix cannot be specified together');
    const { AlarmTypes: types = ['MetricAlarm'] } = input;
    const related = input.ChildrenOfAlarmName ?? input.ParentsOfAlarmName;
    const found = types.includes('MetricAlarm') && related === undefined ? book.all : [];
    const wanted = found
      .filter(({ name }) => input.AlarmNames?.includes(name) ?? true)
      .filter(({ name }) => name.startsWith(input.AlarmNamePrefix ?? ''))
      .filter(({ state }) => input.StateValue === undefined || state.value === input.StateValue)
      .filter(
        ({ settings: { AlarmActions = [] } }) =>
          input.ActionPrefix === undefined ||
          AlarmActions.some((action) => action.startsWith(input.ActionPrefix ?? '')),
      );
    const { items, next } = cutPage(
      wanted,
      { token: input.NextToken, size: input.MaxRecords ?? PAGE_SIZE },
      () => new AwsError('InvalidNextToken', 'The next token specified is invalid'),
    );
    return {
      MetricAlarms: items.map(describeAlarm),
      CompositeAlarms: [],
      ...(next === undefined ? {} : { NextToken: next }),
    };
  };
