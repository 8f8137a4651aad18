import type { DeleteListenerInput, DeleteListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

export const deleteListener =
  ({ registry, certificates }: Context): Operation<DeleteListenerInput, DeleteListenerOutput> =>
  async (input) => {
    const listener = registry.listener(input.ListenerArn ?? '');
    registry.listeners.delete(listener.arn);
    for (const arn of [listener.arn, ...listener.rules.keys()]) registry.tags.delete(arn);
    await listener.unbind();
    for (const arn of listener.certificates) certificates.release(arn, listener.balancer.arn);
    registry.refreshUse();
    return {};
  };
