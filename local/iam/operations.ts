import type {
  AttachRolePolicyRequest,
  CreateRoleRequest,
  DeleteRolePolicyRequest,
  DeleteRoleRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRoleRequest,
  ListAttachedRolePoliciesRequest,
  ListRolePoliciesRequest,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../gateway/service.ts';
import type { PolicyDocument, Role, Roles } from './roles.ts';

/** IAM's operations on roles. Documents come as JSON and go out percent-encoded, as IAM has them. */
export function operationsOf(roles: Roles) {
  return {
    CreateRole: ({ RoleName, Path, Description, AssumeRolePolicyDocument }: CreateRoleRequest) => ({
      Role: roleOf(
        roles.create({
          name: RoleName ?? '',
          trust: parseDocument(AssumeRolePolicyDocument),
          ...(Path === undefined ? {} : { path: Path }),
          ...(Description === undefined ? {} : { description: Description }),
        }),
      ),
    }),
    GetRole: ({ RoleName = '' }: GetRoleRequest) => ({ Role: roleOf(roles.get(RoleName)) }),
    ListRoles: () => ({ Roles: roles.list().map(roleOf), IsTruncated: false }),
    DeleteRole: ({ RoleName = '' }: DeleteRoleRequest) => {
      const role = roles.get(RoleName);
      if (role.policies.size > 0 || role.attached.size > 0) {
        throw new AwsError('DeleteConflictException', 'Cannot delete entity, must delete policies first.', {
          status: 409,
        });
      }
      roles.delete(RoleName);
    },
    PutRolePolicy: ({ RoleName = '', PolicyName = '', PolicyDocument: text }: PutRolePolicyRequest) => {
      roles.get(RoleName).policies.set(PolicyName, parseDocument(text));
    },
    GetRolePolicy: ({ RoleName = '', PolicyName = '' }: GetRolePolicyRequest) => ({
      RoleName,
      PolicyName,
      PolicyDocument: encodeDocument(policyOf(roles.get(RoleName), PolicyName)),
    }),
    ListRolePolicies: ({ RoleName = '' }: ListRolePoliciesRequest) => ({
      PolicyNames: [...roles.get(RoleName).policies.keys()],
      IsTruncated: false,
    }),
    DeleteRolePolicy: ({ RoleName = '', PolicyName = '' }: DeleteRolePolicyRequest) => {
      const role = roles.get(RoleName);
      policyOf(role, PolicyName);
      role.policies.delete(PolicyName);
    },
    AttachRolePolicy: ({ RoleName = '', PolicyArn = '' }: AttachRolePolicyRequest) => {
      roles.get(RoleName).attached.add(PolicyArn);
    },
    DetachRolePolicy: ({ RoleName = '', PolicyArn = '' }: DetachRolePolicyRequest) => {
      roles.get(RoleName).attached.delete(PolicyArn);
    },
    ListAttachedRolePolicies: ({ RoleName = '' }: ListAttachedRolePoliciesRequest) => ({
      AttachedPolicies: [...roles.get(RoleName).attached].map((PolicyArn) => ({
        PolicyArn,
        PolicyName: PolicyArn.split('/').at(-1) ?? PolicyArn,
      })),
      IsTruncated: false,
    }),
  };
}

function roleOf({ name, id, arn, path, created, trust, description }: Role) {
  return {
    RoleName: name,
    RoleId: id,
    Arn: arn,
    Path: path,
    CreateDate: created,
    AssumeRolePolicyDocument: encodeDocument(trust),
    ...(description === undefined ? {} : { Description: description }),
  };
}

function policyOf(role: Role, name: string): PolicyDocument {
  const policy = role.policies.get(name);
  if (policy) return policy;
  throw new AwsError('NoSuchEntityException', `The role policy with name ${name} cannot be found.`, {
    status: 404,
  });
}

function encodeDocument(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}

function parseDocument(text: string | undefined): PolicyDocument {
  try {
    return JSON.parse(text ?? '') as PolicyDocument;
  } catch (cause) {
    throw new AwsError('MalformedPolicyDocumentException', 'This policy contains invalid Json', { cause });
  }
}
