import type { Caller } from '../../gateway/service.ts';
import type { EcsDeps } from '../context.ts';

/** Whom ECS acts as in somebody's account. */
const PRINCIPAL = 'ecs.amazonaws.com';

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
    return identities.actor(roleArn, sessionName, { service: PRINCIPAL });
  } catch {
    // Which of the two it was AWS does not say either.
    return undefined;
  }
}
