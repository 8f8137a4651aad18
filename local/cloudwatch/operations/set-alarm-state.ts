import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** The state stays until the next call: on AWS the next evaluation of the metric may change it back. */
export const setAlarmState =
  ({ book }: Context): Operation<SetAlarmStateInput, Record<string, never>> =>
  ({ AlarmName = '', StateValue = 'OK', StateReason = '', StateReasonData }) => {
    const alarm = book.get(AlarmName);
    if (StateReasonData !== undefined && !isJson(StateReasonData))
      throw new AwsError('InvalidFormatFault', 'StateReasonData is not JSON');
    book.change(alarm, { value: StateValue, reason: StateReason, reasonData: StateReasonData });
    return {};
  };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
