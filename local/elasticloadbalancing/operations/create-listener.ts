import type { CreateListenerInput, CreateListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import { listenerArn, ruleArn } from '../arns.ts';
import { checkAssociations } from '../associations.ts';
import type { Context } from '../context.ts';
import { describeListener } from '../describe.ts';
import { checkLimit } from '../limits.ts';
import { listenerDefaults } from '../listener-attributes.ts';
import { checkedProtocol } from '../listener-protocol.ts';
import { listenerTraffic } from '../proxy/listener-traffic.ts';
import type { Listener } from '../registry.ts';
import { setTags } from '../tags.ts';

export const createListener =
  (context: Context): Operation<CreateListenerInput, CreateListenerOutput> =>
  async (input) => {
    const { registry, ports, certificates } = context;
    const balancer = registry.balancer(input.LoadBalancerArn ?? '');
    const port = input.Port;
    if (port === undefined) throw new AwsError('ValidationError', 'A listener port must be specified');
    if (input.Protocol === undefined)
      throw new AwsError('ValidationError', 'A listener protocol must be specified');
    const secured = checkedProtocol(certificates, { ...input, Protocol: input.Protocol });
    if (registry.listenersOf(balancer).some((listener) => listener.port === port))
      throw new AwsError(
        'DuplicateListenerException',
        `A listener already exists on port ${port} for load balancer '${balancer.arn}'`,
      );
    checkLimit('listeners-per-application-load-balancer', registry.listenersOf(balancer).length + 1);
    const actions = checkedActions(registry, input.DefaultActions, secured.protocol);
    checkAssociations(registry, balancer, actions);

    const arn = listenerArn(balancer.arn);
    const rule = { arn: ruleArn(arn), priority: undefined, conditions: [], matches: () => true, actions };
    const listener: Listener = {
      arn,
      balancer,
      port,
      ...secured,
      attributes: listenerDefaults(),
      rules: new Map([[rule.arn, rule]]),
      ordered: [],
      unbind: async () => undefined,
    };
    listener.unbind = await ports.bind(port, listenerTraffic(context, listener));
    for (const certificate of listener.certificates) certificates.claim(certificate, balancer.arn);
    setTags(registry, arn, input.Tags);
    registry.listeners.set(arn, listener);
    registry.refreshUse();
    return { Listeners: [describeListener(listener)] };
  };
