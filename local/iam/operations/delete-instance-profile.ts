import type { DeleteInstanceProfileRequest } from '@aws-sdk/client-iam';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteInstanceProfile =
  ({ profiles }: Context): Operation<DeleteInstanceProfileRequest, void> =>
  ({ InstanceProfileName = '' }) => {
    if (profiles.get(InstanceProfileName).role !== undefined)
      throw new AwsError(
        'DeleteConflictException',
        'Cannot delete entity, must remove roles from instance profile first.',
      );
    profiles.delete(InstanceProfileName);
  };
