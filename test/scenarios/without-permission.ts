import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { grantFrom } from '../../scripts/permissions/grants.ts';
import { logicalId } from './permission-record.ts';

/** A policy's statement as the functions' roles have it. */
interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/**
 * Takes one permission out of a function's role, as `SLIPWAY_TEST_WITHOUT` says; see
 * scripts/try-without-each-permission.ts. All else that the role allows stays.
 */
export async function removePermission(): Promise<void> {
  const asked = process.env.SLIPWAY_TEST_WITHOUT;
  if (!asked) return;
  const { role, statement: at, action, resource } = grantFrom(asked);
  const iam = new IAMClient({});
  const RoleName = await nameOf(iam, role);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policy = { RoleName, PolicyName: PolicyNames[0] };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
  // GetRolePolicy gives what stacks/roles.yml has, which readGrants has checked.
  const document = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] };
  const Statement = document.Statement.flatMap((one, index) =>
    index === at ? without(one, action, resource) : [one],
  );
  if (JSON.stringify(Statement) === JSON.stringify(document.Statement))
    throw new Error(`${role} has no permission ${asked}`);
  await iam.send(
    new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify({ ...document, Statement }) }),
  );
}

/** The statement without the action, and one with the action on its other resources where there are any. */
function without(statement: Statement, action: string, resource: number): Statement[] {
  const actions = [statement.Action].flat();
  const others = [statement.Resource].flat().filter((_, index) => index !== resource);
  const rest = actions.filter((one) => one !== action);
  return [
    ...(rest.length > 0 ? [{ ...statement, Action: rest }] : []),
    ...(others.length > 0 ? [{ ...statement, Action: [action], Resource: others }] : []),
  ];
}

async function nameOf(iam: IAMClient, role: string): Promise<string> {
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    const found = Roles.find(({ Arn }) => logicalId(Arn) === role);
    if (found?.RoleName) return found.RoleName;
  }
  throw new Error(`there is no role ${role}`);
}
