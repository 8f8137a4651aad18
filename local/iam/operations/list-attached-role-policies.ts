import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listAttachedRolePolicies =
  ({
    roles,
    managed,
  }: Context): Operation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> =>
  (input) => {
    const attached = [...roles.get(input.RoleName ?? '').attached].map((arn) => managed.get(arn));
    const { items, ...more } = page(attached, input);
    return {
      AttachedPolicies: items.map(({ arn, name }) => ({ PolicyArn: arn, PolicyName: name })),
      ...more,
    };
  };
