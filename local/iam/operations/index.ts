import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { attachRolePolicy } from './attach-role-policy.ts';
import { createRole } from './create-role.ts';
import { deleteRole } from './delete-role.ts';
import { deleteRolePolicy } from './delete-role-policy.ts';
import { detachRolePolicy } from './detach-role-policy.ts';
import { getRole } from './get-role.ts';
import { getRolePolicy } from './get-role-policy.ts';
import { listAttachedRolePolicies } from './list-attached-role-policies.ts';
import { listRolePolicies } from './list-role-policies.ts';
import { listRoles } from './list-roles.ts';
import { putRolePolicy } from './put-role-policy.ts';
import { simulatePrincipalPolicy } from './simulate-principal-policy.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  AttachRolePolicy: attachRolePolicy(context),
  CreateRole: createRole(context),
  DeleteRole: deleteRole(context),
  DeleteRolePolicy: deleteRolePolicy(context),
  DetachRolePolicy: detachRolePolicy(context),
  GetRole: getRole(context),
  GetRolePolicy: getRolePolicy(context),
  ListAttachedRolePolicies: listAttachedRolePolicies(context),
  ListRolePolicies: listRolePolicies(context),
  ListRoles: listRoles(context),
  PutRolePolicy: putRolePolicy(context),
  SimulatePrincipalPolicy: simulatePrincipalPolicy(context),
  UpdateAssumeRolePolicy: updateAssumeRolePolicy(context),
});
