import { type Context, filledIn, holds } from './conditions.ts';
import { type PolicyDocument, type Statement, statementsOf } from './document.ts';
import { matchesWildcard } from './wildcard.ts';

/** One thing that a caller wants to do. A call may need several of these: each resource is judged by itself. */
export interface Access {
  /** As IAM names it: `ecs:UpdateService`, not always the operation's name (`lambda:InvokeFunction`). */
  readonly action: string;
  /** An ARN, or `*` for actions that know no resource. */
  readonly resource: string;
  readonly context: Context;
}

export interface Decision {
  readonly allowed: boolean;
  /** What decided: the Deny, or the Allow. None when nothing speaks of it, which denies too. */
  readonly statement?: Statement;
}

/**
 * Judges an access as IAM does for one identity: a Deny anywhere wins, then any Allow, else it is denied.
 * There are no permission boundaries, session policies or organisations here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws Error for a policy that IAM would not understand
 */
export function authorize(policies: Iterable<PolicyDocument>, access: Access): Decision {
  const speaking = [...policies].flatMap(statementsOf).filter((statement) => speaksOf(statement, access));
  const deny = speaking.find(({ effect }) => effect === 'Deny');
  const statement = deny ?? speaking[0];
  return { allowed: statement !== undefined && deny === undefined, ...(statement ? { statement } : {}) };
}

/** Whether a statement is about this access: its action, its resource, and all of its conditions. */
export function speaksOf(statement: Statement, { action, resource, context }: Access): boolean {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const isAction = (pattern: string) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
  const isResource = (pattern: string) => matchesWildcard(filledIn(pattern, context), resource);
  return (
    (actions?.some(isAction) ?? true) &&
    !notActions?.some(isAction) &&
    (resources?.some(isResource) ?? true) &&
    !notResources?.some(isResource) &&
    conditions.every((condition) => holds(condition, context))
  );
}

/** AWS's words for a refusal, as an identity's policies give it. */
export function refusal(caller: string, { action, resource }: Access, { statement }: Decision): string {
  const of = resource === '*' ? '' : ` on resource: ${resource}`;
  return statement
    ? `User: ${caller} is not authorized to perform: ${action}${of} with an explicit deny in an identity-based policy`
    : `User: ${caller} is not authorized to perform: ${action}${of} because no identity-based policy allows the ${action} action`;
}
