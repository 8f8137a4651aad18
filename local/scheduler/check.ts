import { AwsError } from '../gateway/service.ts';
import type { Context } from './context.ts';
import { type Expression, parseExpression } from './expressions/expression.ts';
import { type Asked, actingFor, checkGroup } from './schedules.ts';

const UNSUPPORTED = [
  'EcsParameters',
  'EventBridgeParameters',
  'EventBridgePutEventsV2Parameters',
  'EventBridgePutRawEventsParameters',
  'KinesisParameters',
  'SageMakerPipelineParameters',
  'SqsParameters',
];

/** @throws AwsError ValidationException, ResourceNotFoundException */
export function check(asked: Asked, { account, deliveries, acting }: Context): Expression {
  checkGroup(asked.GroupName);
  if (!/^[0-9a-zA-Z\-_.]{1,64}$/.test(asked.Name ?? ''))
    throw invalid(`Invalid schedule name ${asked.Name}.`);
  const target = new Map<string, unknown>(Object.entries(asked.Target ?? {}));
  for (const name of UNSUPPORTED)
    if (target.get(name) !== undefined) throw invalid(`the local cloud's schedules have no ${name}`);
  if (asked.KmsKeyArn !== undefined) throw invalid("the local cloud's schedules have no KmsKeyArn");
  // Summer time is the reason: wrong by an hour would be worse than refused.
  if ((asked.ScheduleExpressionTimezone ?? 'UTC') !== 'UTC')
    throw invalid(`the local cloud's schedules are in UTC, not in ${asked.ScheduleExpressionTimezone}`);
  checkWindow(asked);
  for (const arn of [asked.Target?.Arn, asked.Target?.DeadLetterConfig?.Arn])
    if (arn !== undefined && !deliveries.reaches(arn))
      throw invalid(`the local cloud does not deliver schedules to ${arn}`);
  if (asked.Target?.Input?.includes('<aws.scheduler.attempt-number>'))
    throw invalid('the local cloud does not fill in <aws.scheduler.attempt-number>');
  try {
    acting?.identities.actor(asked.Target?.RoleArn ?? '', 'scheduler', actingFor(account));
  } catch (cause) {
    throw new AwsError(
      'ValidationException',
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
      { cause },
    );
  }
  try {
    return parseExpression(asked.ScheduleExpression ?? '');
  } catch (cause) {
    throw new AwsError('ValidationException', cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}

function checkWindow({ FlexibleTimeWindow: window }: Asked): void {
  const minutes = window?.MaximumWindowInMinutes;
  if (window?.Mode === 'FLEXIBLE' && !(minutes !== undefined && minutes >= 1 && minutes <= 1440))
    throw invalid('A flexible time window needs MaximumWindowInMinutes from 1 to 1440.');
  if (window?.Mode === 'OFF' && minutes !== undefined)
    throw invalid('MaximumWindowInMinutes must not be set when the flexible time window is OFF.');
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
