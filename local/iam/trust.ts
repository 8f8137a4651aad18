import { speaksOf } from './policy/authorize.ts';
import type { Context } from './policy/context.ts';
import { type PolicyDocument, statementsOf } from './policy/document.ts';
import { type Actor, isMeant } from './policy/principal.ts';

/** Whether a role's trust policy lets an actor take the role. A Deny wins, as everywhere in IAM. */
export function trusts(trust: PolicyDocument, actor: Actor, context: Context): boolean {
  const access = { action: 'sts:AssumeRole', resource: '*', context };
  const speaking = statementsOf(trust).filter(
    (statement) => isMeant(statement.principal, actor) && speaksOf(statement, access),
  );
  return speaking.length > 0 && speaking.every(({ effect }) => effect === 'Allow');
}
