import type {
  CreateListenerInput,
  ModifyListenerInput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { listenerDefaults, setListenerAttributes } from '../listener-attributes.ts';
import { createListener } from '../operations/create-listener.ts';
import { deleteListener } from '../operations/delete-listener.ts';
import { modifyListener } from '../operations/modify-listener.ts';
import { replaceTags } from '../tags.ts';
import { asInput, created, type KeyAndValue, replaceAttributes, stackCall } from './as-input.ts';

const known = [
  'LoadBalancerArn',
  'Port',
  'Protocol',
  'DefaultActions',
  'Certificates',
  'SslPolicy',
  'MutualAuthentication',
  'AlpnPolicy',
  'ListenerAttributes',
  'Tags',
];

interface More {
  readonly ListenerAttributes?: readonly KeyAndValue[];
}

export function listenerResource(context: Context): ResourceProvider {
  const describe = (arn: string) => ({ id: arn, attributes: { ListenerArn: arn } });
  return {
    replaceOn: ['LoadBalancerArn'],
    async create({ properties }) {
      checkKnown('AWS::ElasticLoadBalancingV2::Listener', properties, known);
      const { ListenerAttributes: given = [], ...input } = asInput<CreateListenerInput & More>(properties);
      const attributes = listenerDefaults();
      setListenerAttributes(attributes, given);
      const output = await createListener(context)(input, stackCall('CreateListener'));
      const listener = context.registry.listener(created(output.Listeners).ListenerArn ?? '');
      for (const [key, value] of attributes) listener.attributes.set(key, value);
      return describe(listener.arn);
    },
    async update({ properties, resource }) {
      checkKnown('AWS::ElasticLoadBalancingV2::Listener', properties, known);
      const { LoadBalancerArn: _balancer, ...kept } = properties;
      const {
        ListenerAttributes: given,
        Tags: tags,
        ...changes
      } = asInput<ModifyListenerInput & More & { Tags?: Tag[] }>(kept);
      const { attributes } = context.registry.listener(resource.id);
      await modifyListener(context)({ ...changes, ListenerArn: resource.id }, stackCall('ModifyListener'));
      replaceAttributes(attributes, listenerDefaults(), { given, set: setListenerAttributes });
      replaceTags(context.registry, resource.id, tags);
      return describe(resource.id);
    },
    async delete({ resource }) {
      // It is gone already when its load balancer was deleted by hand.
      if (context.registry.listeners.has(resource.id))
        await deleteListener(context)({ ListenerArn: resource.id }, stackCall('DeleteListener'));
    },
  };
}
