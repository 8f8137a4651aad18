import type { Caller } from '../../gateway/service.ts';
import type { EcsDeps } from '../context.ts';

/** Whom ECS acts as in somebody's account. */
const PRINCIPAL = { service: 'ecs.amazonaws.com' };

/** One thing that ECS is about to do under a role. */
export interface Deed {
  readonly action: string;
  readonly resource: string;
}

/**
 * Takes on a role that ECS was given, under the session name that AWS's CloudTrail shows.
 * Undefined where the role is not there or does not trust ECS.
 */
export function actUnder(
  { identities }: Pick<EcsDeps, 'identities'>,
  roleArn: string,
  sessionName: 'ECSNetworkingWithELB' | 'ECS-Lambda-Execution',
): Caller | undefined {
  try {
    return identities.callerOf(identities.assume(roleArn, sessionName, PRINCIPAL).accessKeyId);
  } catch {
    // Which of the two it was AWS does not say either.
    return undefined;
  }
}

/** What AWS says of a deed that the role does not allow; undefined when it does. */
export function refusalOf(
  { permits }: Pick<EcsDeps, 'permits'>,
  caller: Caller,
  { action, resource }: Deed,
): string | undefined {
  if (permits(caller, action, resource)) return undefined;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${caller.arn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;
}
