import type { CreateInstanceProfileRequest, CreateInstanceProfileResponse } from '@aws-sdk/client-iam';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const createInstanceProfile =
  ({ profiles }: Context): Operation<CreateInstanceProfileRequest, CreateInstanceProfileResponse> =>
  ({ InstanceProfileName = '', Path, Tags = [] }) => {
    if (Tags.length > 0)
      throw new AwsError('InvalidInputException', "the local cloud's IAM has no tags of instance profiles");
    return { InstanceProfile: profiles.describe(profiles.create(InstanceProfileName, Path)) };
  };
