import type { Caller } from '../../gateway/service.ts';
import type { ActingService } from '../../parts.ts';
import type { Principal } from './document.ts';

/** Who wants something: a service of AWS by itself, or a caller of the API. */
export type Actor = ActingService | { readonly caller: Caller };

/**
 * How a resource's policy speaks of an actor: by name, which is all that it takes, or by its account, which leaves it
 * to the account's own policies. Undefined where it speaks of others.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isMeant(
  principal: Principal | undefined,
  actor: Actor,
): 'by name' | 'by account' | undefined {
  if (principal === undefined || principal === '*') return principal === '*' ? 'by name' : undefined;
  if ('service' in actor) return principal.Service?.includes(actor.service) ? 'by name' : undefined;
  const { arn, accountId, roleArn } = actor.caller;
  const names = principal.AWS ?? [];
  if (names.some((name) => name === '*' || name === arn || name === roleArn)) return 'by name';
  return names.some((name) => name === accountId || name === `arn:aws:iam::${accountId}:root`)
    ? 'by account'
    : undefined;
}
