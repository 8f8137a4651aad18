import type { ModifyListenerInput, ModifyListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import type { Context } from '../context.ts';
import { describeListener } from '../describe.ts';
import { listenerTraffic } from '../proxy/listener-traffic.ts';
import { defaultRuleOf } from '../registry.ts';
import { checkProtocol } from './create-listener.ts';

export const modifyListener =
  ({ registry, ports }: Context): Operation<ModifyListenerInput, ModifyListenerOutput> =>
  async (input) => {
    const listener = registry.listener(input.ListenerArn ?? '');
    checkProtocol({ ...input, Protocol: input.Protocol ?? listener.protocol });
    const actions = input.DefaultActions && checkedActions(registry, input.DefaultActions);
    const port = input.Port ?? listener.port;
    if (port !== listener.port) {
      if (registry.listenersOf(listener.balancer).some((other) => other.port === port))
        throw new AwsError(
          'DuplicateListenerException',
          `A listener already exists on port ${port} for this load balancer`,
        );
      const unbind = await ports.bind(port, listenerTraffic(registry, listener));
      await listener.unbind();
      listener.unbind = unbind;
      listener.port = port;
    }
    if (actions) defaultRuleOf(listener).actions = actions;
    registry.refreshUse();
    return { Listeners: [describeListener(listener)] };
  };
