import type {
  DescribeListenersInput,
  DescribeListenersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeListener } from '../describe.ts';
import { page } from '../paging.ts';

export const describeListeners =
  ({ registry }: Context): Operation<DescribeListenersInput, DescribeListenersOutput> =>
  (input) => {
    const byArn = input.ListenerArns?.map((arn) => registry.listener(arn));
    if (!byArn && input.LoadBalancerArn === undefined)
      throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
    const asked = byArn ?? registry.listenersOf(registry.balancer(input.LoadBalancerArn ?? ''));
    const { items, ...next } = page(asked, input);
    return { Listeners: items.map(describeListener), ...next };
  };
