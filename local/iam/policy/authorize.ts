import { type Context, holds } from './conditions.ts';
import { type PolicyDocument, type Statement, statementsOf } from './document.ts';
import { type Actor, isMeant } from './principal.ts';
import { filledInPattern } from './variables.ts';
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
  /** Where the statement stands. */
  readonly by?: 'identity' | 'resource';
}

/** What the resource itself says: its policy, and who asks. */
export interface ResourceSide {
  readonly policy: PolicyDocument;
  readonly actor: Actor;
}

/**
 * Judges an access as IAM does within one account: a Deny anywhere wins; then an Allow of the identity, or one of the
 * resource that names who asks; else it is denied. There are no permission boundaries, session policies or
 * organisations here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws Error for a policy that IAM would not understand
 */
export function authorize(
  policies: Iterable<PolicyDocument>,
  access: Access,
  resource?: ResourceSide,
): Decision {
  const own = [...policies].flatMap(statementsOf).filter((statement) => speaksOf(statement, access));
  const theirs = resource
    ? statementsOf(resource.policy).filter(
        (statement) => isMeant(statement.principal, resource.actor) && speaksOf(statement, access),
      )
    : [];
  const isDeny = ({ effect }: Statement): boolean => effect === 'Deny';
  const isByName = ({ principal }: Statement): boolean =>
    resource !== undefined && isMeant(principal, resource.actor) === 'by name';
  const ownDeny = own.find(isDeny);
  if (ownDeny) return { allowed: false, statement: ownDeny, by: 'identity' };
  const theirDeny = theirs.find(isDeny);
  if (theirDeny) return { allowed: false, statement: theirDeny, by: 'resource' };
  if (own[0]) return { allowed: true, statement: own[0], by: 'identity' };
  const named = theirs.find(isByName);
  return named ? { allowed: true, statement: named, by: 'resource' } : { allowed: false };
}

/** Whether a statement is about this access: its action, its resource, and all of its conditions. */
export function speaksOf(statement: Statement, access: Access): boolean {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const isAction = (pattern: string) => actionMatches(pattern, access);
  const isResource = (pattern: string) => resourceMatches(statement, pattern, access);
  return (
    (actions?.some(isAction) ?? true) &&
    !notActions?.some(isAction) &&
    (resources?.some(isResource) ?? true) &&
    !notResources?.some(isResource) &&
    conditions.every((condition) => holds(condition, access.context, statement.hasVariables))
  );
}

/** Actions know no case. */
export function actionMatches(pattern: string, { action }: Access): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}

export function resourceMatches(
  { hasVariables }: Pick<Statement, 'hasVariables'>,
  pattern: string,
  { resource, context }: Access,
): boolean {
  return matchesWildcard(hasVariables ? filledInPattern(pattern, context) : pattern, resource);
}
