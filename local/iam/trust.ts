import type { Caller } from '../gateway/service.ts';
import { speaksOf } from './policy/authorize.ts';
import type { Context } from './policy/conditions.ts';
import { type PolicyDocument, type Principal, statementsOf } from './policy/document.ts';

/** Who wants to act under a role: a service of AWS, or a caller of the API. */
export type Actor = { readonly service: string } | { readonly caller: Caller };

/** Whether a role's trust policy lets an actor take the role. A Deny wins, as everywhere in IAM. */
export function trusts(trust: PolicyDocument, actor: Actor, context: Context): boolean {
  const access = { action: 'sts:AssumeRole', resource: '*', context };
  const speaking = statementsOf(trust).filter(
    (statement) => isMeant(statement.principal, actor) && speaksOf(statement, access),
  );
  return speaking.length > 0 && speaking.every(({ effect }) => effect === 'Allow');
}

function isMeant(principal: Principal | undefined, actor: Actor): boolean {
  if (principal === undefined || principal === '*') return principal === '*';
  if ('service' in actor) return principal.Service?.includes(actor.service) ?? false;
  const { arn, accountId, roleArn } = actor.caller;
  // An account stands for everybody in it.
  const names = ['*', accountId, `arn:aws:iam::${accountId}:root`, arn, roleArn];
  return principal.AWS?.some((name) => names.includes(name)) ?? false;
}
