import type { ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeRole } from '../describe.ts';
import { page } from '../paging.ts';

export const listRoles =
  ({ roles }: Context): Operation<ListRolesRequest, ListRolesResponse> =>
  (input) => {
    const { PathPrefix = '/' } = input;
    const found = roles.list().filter(({ path }) => path.startsWith(PathPrefix));
    const { items, ...more } = page(found, input);
    // A list does without the tags (API reference, ListRoles).
    return { Roles: items.map((role) => ({ ...describeRole(role), Tags: undefined })), ...more };
  };
