import type {
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { deleteListener } from './delete-listener.ts';

export const deleteLoadBalancer =
  (context: Context): Operation<DeleteLoadBalancerInput, DeleteLoadBalancerOutput> =>
  async (input, call) => {
    const { registry } = context;
    // Deleting what is not there succeeds (API reference, DeleteLoadBalancer).
    const balancer = registry.balancers.get(input.LoadBalancerArn ?? '');
    if (!balancer) return {};
    if (balancer.attributes.get('deletion_protection.enabled') === 'true')
      throw new AwsError(
        'OperationNotPermittedException',
        `Load balancer '${balancer.arn}' cannot be deleted because deletion protection is enabled`,
      );
    for (const listener of registry.listenersOf(balancer))
      await deleteListener(context)({ ListenerArn: listener.arn }, call);
    registry.balancers.delete(balancer.arn);
    registry.tags.delete(balancer.arn);
    return {};
  };
