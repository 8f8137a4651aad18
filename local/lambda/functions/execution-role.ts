import { AwsError, type Caller } from '../../gateway/service.ts';
import type { Account } from '../../parts.ts';
import type { LambdaDeps } from '../context.ts';

/** A function, as IAM sees it. */
export function callerOf({ id }: Account, role: string, functionName: string): Caller {
  const arn = `arn:aws:sts::${id}:assumed-role/${role.split('/').at(-1)}/${functionName}`;
  return { arn, accountId: id, roleArn: role };
}

/** What Lambda does under the function's role where it sends an event on, by the service in the target's ARN. */
const SENDING: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
};

/**
 * Destinations and dead-letter queues are checked when they are set.
 * @throws AwsError InvalidParameterValueException for one that events cannot be brought to, or may not
 */
export function checkTarget(
  { account, deliveries, permits }: Pick<LambdaDeps, 'account' | 'deliveries' | 'permits'>,
  role: string,
  arn: string,
): void {
  const service = arn.split(':')[2] ?? '';
  const action = SENDING[service];
  if (!deliveries.reaches(arn) || action === undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      `The local cloud does not deliver to the destination ${arn}.`,
    );
  if (permits?.(callerOf(account, role, 'lambda-check'), action, arn) === false)
    throw new AwsError(
      'InvalidParameterValueException',
      `The function's execution role does not have permissions to call ${action.split(':')[1]} on ${service.toUpperCase()}`,
    );
}
