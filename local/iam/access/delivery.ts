import { AwsError, type Caller } from '../../gateway/service.ts';
import type { ActingService, Identities, Refuses } from '../../parts.ts';

/** What a service needs of IAM to reach targets under roles. */
export interface Acting {
  readonly identities: Pick<Identities, 'actor'>;
  readonly refuses: Refuses;
}

/** Under which role a target is reached, and which service does it, for which rule or group of schedules. */
export interface Under {
  readonly roleArn: string;
  readonly by: Required<ActingService>;
}

/** What a role must be allowed to bring something to a target, by the service in the target's ARN. */
const ACTIONS: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
};

/** @returns the action as IAM names it; undefined for a target that nothing can be brought to */
export function deliveryAction(targetArn: string): string | undefined {
  return ACTIONS[targetArn.split(':')[2] ?? ''];
}

/** Why a role may not bring anything to a target, in AWS's words; undefined where it may. */
export function refusesDelivery(refuses: Refuses, actor: Caller, targetArn: string): string | undefined {
  const action = deliveryAction(targetArn);
  return action === undefined ? undefined : refuses(actor, action, targetArn);
}

/** @throws AwsError AccessDenied where the role does not trust the service or may not reach the target */
export function admitUnder({ identities, refuses }: Acting, under: Under, targetArn: string): void {
  const [session = ''] = under.by.service.split('.');
  const refusal = refusesDelivery(refuses, identities.actor(under.roleArn, session, under.by), targetArn);
  if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal, { status: 403 });
}
