import type { GetInstanceProfileRequest, GetInstanceProfileResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const getInstanceProfile =
  ({ profiles }: Context): Operation<GetInstanceProfileRequest, GetInstanceProfileResponse> =>
  ({ InstanceProfileName = '' }) => ({
    InstanceProfile: profiles.describe(profiles.get(InstanceProfileName)),
  });
