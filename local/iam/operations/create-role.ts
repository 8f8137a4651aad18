import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRole } from '../describe.ts';
import { parseDocument } from '../documents.ts';

export const createRole =
  ({ roles }: Context): Operation<CreateRoleRequest, CreateRoleResponse> =>
  (input) => {
    if (input.PermissionsBoundary !== undefined)
      throw new AwsError('InvalidInputException', "the local cloud's IAM has no permissions boundaries");
    const role = roles.create({
      name: input.RoleName ?? '',
      path: input.Path,
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration,
      trust: parseDocument(input.AssumeRolePolicyDocument, 'trust'),
      tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    });
    return { Role: describeRole(role) };
  };
