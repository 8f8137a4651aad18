import type {
  ContextEntry,
  EvaluationResult,
  SimulatePolicyResponse,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';
import { type Access, actionMatches, authorize, resourceMatches } from '../policy/authorize.ts';
import { type Context as Known, valuesOf } from '../policy/context.ts';
import { type PolicyDocument, statementsOf } from '../policy/document.ts';

// What would change the result, and is not judged here.
const NOT_JUDGED = [
  'PolicyInputList',
  'PermissionsBoundaryPolicyInputList',
  'ResourcePolicy',
  'ResourceOwner',
  'CallerArn',
  'ResourceHandlingOption',
] as const;

/**
 * Judges each action on each resource by a role's own policies, as calls of the role are judged. Policies of resources
 * are not looked at, as on AWS.
 */
export const simulatePrincipalPolicy =
  ({ roles, sessions }: Context): Operation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse> =>
  (input) => {
    for (const member of NOT_JUDGED)
      if (input[member] !== undefined)
        throw new AwsError('InvalidInputException', `the local cloud does not simulate with ${member}`);
    const { PolicySourceArn = '', ActionNames = [], ResourceArns = ['*'] } = input;
    const role = roles.byArn(PolicySourceArn);
    if (!role) throw new AwsError('NoSuchEntityException', `The entity ${PolicySourceArn} cannot be found.`);
    const caller = { arn: role.arn, accountId: role.arn.split(':')[4] ?? '', roleArn: role.arn };
    const policies = sessions.policiesOf(caller) ?? [];
    const context = contextOf(input.ContextEntries);
    const results = ActionNames.flatMap((action) =>
      ResourceArns.map((resource) => evaluate(policies, { action, resource, context })),
    );
    const { items, ...more } = page(results, input);
    return { EvaluationResults: items, ...more };
  };

function contextOf(entries: readonly ContextEntry[] = []): Known {
  return Object.fromEntries(
    entries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues]),
  );
}

function evaluate(policies: readonly PolicyDocument[], access: Access): EvaluationResult {
  const { allowed, statement } = authorize(policies, access);
  return {
    EvalActionName: access.action,
    EvalResourceName: access.resource,
    EvalDecision: allowed ? 'allowed' : statement ? 'explicitDeny' : 'implicitDeny',
    MissingContextValues: missingKeys(policies, access),
  };
}

/** The condition keys of statements about this action and resource that nothing was told of. */
function missingKeys(policies: readonly PolicyDocument[], access: Access): string[] {
  const keys = policies
    .flatMap(statementsOf)
    .filter(
      (statement) =>
        statement.actions?.some((pattern) => actionMatches(pattern, access)) &&
        statement.resources?.some((pattern) => resourceMatches(statement, pattern, access)),
    )
    .flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return [...new Set(keys)].filter((key) => valuesOf(access.context, key) === undefined);
}
