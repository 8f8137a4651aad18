import type { CreateListenerInput, CreateListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import { listenerArn, ruleArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { describeListener } from '../describe.ts';
import { listenerTraffic } from '../proxy/listener-traffic.ts';
import type { Listener } from '../registry.ts';
import { setTags } from '../tags.ts';

export const createListener =
  ({ registry, ports }: Context): Operation<CreateListenerInput, CreateListenerOutput> =>
  async (input) => {
    const balancer = registry.balancer(input.LoadBalancerArn ?? '');
    const port = input.Port;
    if (port === undefined) throw new AwsError('ValidationError', 'A listener port must be specified');
    checkProtocol(input);
    if (registry.listenersOf(balancer).some((listener) => listener.port === port))
      throw new AwsError(
        'DuplicateListenerException',
        `A listener already exists on port ${port} for load balancer '${balancer.arn}'`,
      );
    const actions = checkedActions(registry, input.DefaultActions);

    const arn = listenerArn(balancer.arn);
    const rule = { arn: ruleArn(arn), priority: undefined, conditions: [], actions };
    const listener: Listener = {
      arn,
      balancer,
      port,
      protocol: 'HTTP',
      rules: new Map([[rule.arn, rule]]),
      unbind: async () => undefined,
    };
    listener.unbind = await ports.bind(port, listenerTraffic(registry, listener));
    setTags(registry, arn, input.Tags);
    registry.listeners.set(arn, listener);
    registry.refreshUse();
    return { Listeners: [describeListener(listener)] };
  };

/** @throws AwsError UnsupportedProtocolException for what the local proxy does not speak */
export function checkProtocol(input: {
  Protocol?: string | undefined;
  Certificates?: unknown;
  SslPolicy?: unknown;
  MutualAuthentication?: unknown;
}): void {
  if (input.Protocol === 'HTTP' && !input.Certificates && !input.SslPolicy && !input.MutualAuthentication)
    return;
  if (input.Protocol === undefined)
    throw new AwsError('ValidationError', 'A listener protocol must be specified');
  throw new AwsError(
    'UnsupportedProtocolException',
    `the local cloud has listeners with the protocol HTTP and no certificates, not ${input.Protocol}`,
  );
}
