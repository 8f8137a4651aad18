import type {
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteTargetGroup =
  ({ registry }: Context): Operation<DeleteTargetGroupInput, DeleteTargetGroupOutput> =>
  (input) => {
    const group = registry.groups.get(input.TargetGroupArn ?? '');
    if (!group) return {};
    if (registry.balancersOf(group.arn).length > 0)
      throw new AwsError(
        'ResourceInUseException',
        `Target group '${group.arn}' is currently in use by a listener or a rule`,
      );
    group.close();
    registry.groups.delete(group.arn);
    registry.tags.delete(group.arn);
    return {};
  };
