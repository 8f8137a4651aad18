import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';

/** Roles, with their policies. They go last: what is still ending acts under them. */
export const roles: Kind = {
  what: 'role',
  named: async (beginning) => {
    const all = await listed(paginateListRoles({ client: new IAMClient({}) }, {}), ({ Roles }) => Roles);
    return beginningWith(
      beginning,
      all.map(({ RoleName }) => RoleName),
    );
  },
  remove: async (RoleName) => {
    await removePolicies(RoleName).catch(unlessGone);
    await new IAMClient({}).send(new DeleteRoleCommand({ RoleName })).catch(unlessGone);
  },
};

async function removePolicies(RoleName: string): Promise<void> {
  const client = new IAMClient({});
  const attached = await listed(
    paginateListAttachedRolePolicies({ client }, { RoleName }),
    (page) => page.AttachedPolicies,
  );
  for (const { PolicyArn } of attached)
    await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const own = await listed(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames);
  for (const PolicyName of own) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
}
