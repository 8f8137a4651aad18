import type { ListInstanceProfilesRequest, ListInstanceProfilesResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { page } from '../paging.ts';

export const listInstanceProfiles =
  ({ profiles }: Context): Operation<ListInstanceProfilesRequest, ListInstanceProfilesResponse> =>
  (input) => {
    const { PathPrefix = '/' } = input;
    const found = profiles.list().filter(({ path }) => path.startsWith(PathPrefix));
    const { items, ...more } = page(found, input);
    return { InstanceProfiles: items.map((profile) => profiles.describe(profile)), ...more };
  };
