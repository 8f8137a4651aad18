import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { addRoleToInstanceProfile } from './add-role-to-instance-profile.ts';
import { attachRolePolicy } from './attach-role-policy.ts';
import { createInstanceProfile } from './create-instance-profile.ts';
import { createRole } from './create-role.ts';
import { deleteInstanceProfile } from './delete-instance-profile.ts';
import { deleteRole } from './delete-role.ts';
import { deleteRolePolicy } from './delete-role-policy.ts';
import { detachRolePolicy } from './detach-role-policy.ts';
import { getInstanceProfile } from './get-instance-profile.ts';
import { getRole } from './get-role.ts';
import { getRolePolicy } from './get-role-policy.ts';
import { listAttachedRolePolicies } from './list-attached-role-policies.ts';
import { listInstanceProfiles } from './list-instance-profiles.ts';
import { listRolePolicies } from './list-role-policies.ts';
import { listRoles } from './list-roles.ts';
import { putRolePolicy } from './put-role-policy.ts';
import { removeRoleFromInstanceProfile } from './remove-role-from-instance-profile.ts';
import { simulatePrincipalPolicy } from './simulate-principal-policy.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  AddRoleToInstanceProfile: addRoleToInstanceProfile(context),
  CreateInstanceProfile: createInstanceProfile(context),
  DeleteInstanceProfile: deleteInstanceProfile(context),
  GetInstanceProfile: getInstanceProfile(context),
  ListInstanceProfiles: listInstanceProfiles(context),
  RemoveRoleFromInstanceProfile: removeRoleFromInstanceProfile(context),
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
