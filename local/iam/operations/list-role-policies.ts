import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listRolePolicies =
  ({ roles }: Context): Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> =>
  (input) => {
    const { items, ...more } = page([...roles.get(input.RoleName ?? '').policies.keys()], input);
    return { PolicyNames: items, ...more };
  };
