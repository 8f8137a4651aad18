import { type EvaluationResult, type IAMClient, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';

/** Actions that are wanted on each of these resources. */
export interface Wanted {
  readonly actions: readonly string[];
  /** ARNs, or `*` for actions that know no resource. */
  readonly resources: readonly string[];
  /** Condition keys that the request has: `iam:PassedToService`. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface Denied {
  readonly action: string;
  readonly resource: string;
  /** False where it depends on a condition of which nothing is known here. */
  readonly sure: boolean;
}

/** The most results of a page (API reference), so that all come in one call. */
const RESULTS_PER_CALL = 1000;

/**
 * What a role is not allowed of what is wanted, by its own policies: those of resources are not looked at. Values of
 * what is asked for are not touched.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 * @throws the SDK's errors
 */
export async function denials(
  iam: IAMClient,
  roleArn: string,
  wanted: readonly Wanted[],
): Promise<readonly Denied[]> {
  const asked = wanted.filter(({ resources }) => resources.length > 0);
  // Without conditions of their own they go together: each action is judged on each resource, and its own are taken out.
  const together = asked.filter(({ context }) => context === undefined);
  const alone = asked.filter(({ context }) => context !== undefined);
  const found = await Promise.all(
    [together, ...alone.map((one) => [one])]
      .filter((batch) => batch.length > 0)
      .map((batch) => simulate(iam, roleArn, batch)),
  );
  return found.flat();
}

async function simulate(
  client: IAMClient,
  roleArn: string,
  batch: readonly Wanted[],
): Promise<readonly Denied[]> {
  const context = Object.entries(batch[0]?.context ?? {}).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string' as const,
    ContextKeyValues: [value],
  }));
  const pages = paginateSimulatePrincipalPolicy(
    { client, pageSize: RESULTS_PER_CALL },
    {
      PolicySourceArn: roleArn,
      ActionNames: [...new Set(batch.flatMap(({ actions }) => actions))],
      ResourceArns: [...new Set(batch.flatMap(({ resources }) => resources))],
      ...(context.length === 0 ? {} : { ContextEntries: context }),
    },
  );
  const results: EvaluationResult[] = [];
  for await (const { EvaluationResults = [] } of pages) results.push(...EvaluationResults);
  return results
    .flatMap(judgementsOf)
    .filter(
      ({ action, resource, allowed }) =>
        !allowed &&
        batch.some(({ actions, resources }) => actions.includes(action) && resources.includes(resource)),
    );
}

/** IAM tells of several resources in one result or in one result each. */
function judgementsOf(result: EvaluationResult): readonly (Denied & { readonly allowed: boolean })[] {
  const action = result.EvalActionName ?? '';
  const ofEach = (result.ResourceSpecificResults ?? []).map((one) => ({
    resource: one.EvalResourceName,
    decision: one.EvalResourceDecision,
    missing: one.MissingContextValues,
  }));
  const whole = {
    resource: result.EvalResourceName,
    decision: result.EvalDecision,
    missing: result.MissingContextValues,
  };
  return (ofEach.length > 0 ? ofEach : [whole]).map(({ resource = '*', decision, missing = [] }) => ({
    action,
    resource,
    allowed: decision === 'allowed',
    sure: decision === 'explicitDeny' || missing.length === 0,
  }));
}
