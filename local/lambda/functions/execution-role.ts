import { AwsError, type Caller } from '../../gateway/service.ts';
import { deliveryAction } from '../../iam/access/delivery.ts';
import type { Account } from '../../parts.ts';
import type { LambdaDeps } from '../context.ts';

/** A function, as IAM sees it. */
export function callerOf({ id }: Account, role: string, functionName: string): Caller {
  const arn = `arn:aws:sts::${id}:assumed-role/${role.split('/').at(-1)}/${functionName}`;
  return { arn, accountId: id, roleArn: role };
}

/**
 * Destinations and dead-letter queues are checked when they are set.
 * @throws AwsError InvalidParameterValueException for one that events cannot be brought to, or may not
 */
export function checkTarget(
  { account, deliveries, refuses }: Pick<LambdaDeps, 'account' | 'deliveries' | 'refuses'>,
  role: string,
  arn: string,
): void {
  const action = deliveryAction(arn);
  if (!deliveries.reaches(arn) || action === undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      `The local cloud does not deliver to the destination ${arn}.`,
    );
  if (refuses?.(callerOf(account, role, 'lambda-check'), action, arn) !== undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      `The function's execution role does not have permissions to call ${action.split(':')[1]} on ${arn.split(':')[2]?.toUpperCase()}`,
    );
}
