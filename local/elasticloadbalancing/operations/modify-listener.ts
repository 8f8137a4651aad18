import type { ModifyListenerInput, ModifyListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { checkedActions } from '../actions.ts';
import { checkAssociations } from '../associations.ts';
import type { Context } from '../context.ts';
import { describeListener } from '../describe.ts';
import { checkedProtocol, type ListenerProtocol } from '../listener-protocol.ts';
import { listenerTraffic } from '../proxy/listener-traffic.ts';
import { defaultRuleOf, type Listener } from '../registry.ts';

/** What is not given stays, as on AWS. */
export const modifyListener =
  (context: Context): Operation<ModifyListenerInput, ModifyListenerOutput> =>
  async (input) => {
    const { registry } = context;
    const listener = registry.listener(input.ListenerArn ?? '');
    const secured = protocolOf(context, listener, input);
    const port = input.Port ?? listener.port;
    const others = registry.listenersOf(listener.balancer).filter((other) => other !== listener);
    if (others.some((other) => other.port === port))
      throw new AwsError(
        'DuplicateListenerException',
        `A listener already exists on port ${port} for this load balancer`,
      );
    const actions = checkedActions(
      registry,
      input.DefaultActions ?? defaultRuleOf(listener).actions,
      secured.protocol,
    );
    checkAssociations(registry, listener.balancer, actions);
    await become(context, listener, { port, ...secured });
    if (input.DefaultActions) defaultRuleOf(listener).actions = actions;
    registry.refreshUse();
    return { Listeners: [describeListener(listener)] };
  };

function protocolOf(
  { certificates }: Context,
  listener: Listener,
  input: ModifyListenerInput,
): ListenerProtocol {
  const Protocol = input.Protocol ?? listener.protocol;
  const [standard, ...more] = listener.certificates;
  const stays = Protocol === 'HTTPS' && listener.protocol === 'HTTPS';
  const asked = {
    ...input,
    Protocol,
    ...(stays && !input.Certificates ? { Certificates: [{ CertificateArn: standard }] } : {}),
    ...(stays && !input.SslPolicy ? { SslPolicy: listener.sslPolicy } : {}),
  };
  const next = checkedProtocol(certificates, asked);
  return stays ? { ...next, certificates: [...new Set([...next.certificates, ...more])] } : next;
}

/** Takes the new port before it leaves the old one; the same port can only be left first. */
async function become(
  context: Context,
  listener: Listener,
  next: ListenerProtocol & { readonly port: number },
): Promise<void> {
  const { ports, certificates } = context;
  const { port, protocol, certificates: before } = listener;
  const isSamePort = next.port === port;
  if (isSamePort && next.protocol !== protocol) await listener.unbind();
  Object.assign(listener, next);
  if (!isSamePort || next.protocol !== protocol)
    try {
      const unbind = await ports.bind(next.port, listenerTraffic(context, listener));
      if (!isSamePort) await listener.unbind();
      listener.unbind = unbind;
    } catch (error) {
      Object.assign(listener, { port, protocol, certificates: before });
      if (isSamePort) listener.unbind = await ports.bind(port, listenerTraffic(context, listener));
      throw error;
    }
  for (const arn of next.certificates) certificates.claim(arn, listener.balancer.arn);
  for (const arn of before) certificates.release(arn, listener.balancer.arn);
}
