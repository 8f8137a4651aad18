import type { CreateListenerInput, ModifyListenerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { createListener } from '../operations/create-listener.ts';
import { deleteListener } from '../operations/delete-listener.ts';
import { modifyListener } from '../operations/modify-listener.ts';
import { asInput, created, stackCall } from './as-input.ts';

const known = [
  'LoadBalancerArn',
  'Port',
  'Protocol',
  'DefaultActions',
  'Certificates',
  'SslPolicy',
  'MutualAuthentication',
  'Tags',
];

export function listenerResource(context: Context): ResourceProvider {
  const describe = (arn: string) => ({ id: arn, attributes: { ListenerArn: arn } });
  return {
    replaceOn: ['LoadBalancerArn'],
    async create({ properties }) {
      checkKnown('AWS::ElasticLoadBalancingV2::Listener', properties, known);
      const output = await createListener(context)(
        asInput<CreateListenerInput>(properties),
        stackCall('CreateListener'),
      );
      return describe(created(output.Listeners).ListenerArn ?? '');
    },
    async update({ properties, resource }) {
      checkKnown('AWS::ElasticLoadBalancingV2::Listener', properties, known);
      const { LoadBalancerArn: _balancer, Tags: _tags, ...changes } = properties;
      await modifyListener(context)(
        { ...asInput<ModifyListenerInput>(changes), ListenerArn: resource.id },
        stackCall('ModifyListener'),
      );
      return describe(resource.id);
    },
    async delete({ resource }) {
      // It is gone already when its load balancer was deleted by hand.
      if (context.registry.listeners.has(resource.id))
        await deleteListener(context)({ ListenerArn: resource.id }, stackCall('DeleteListener'));
    },
  };
}
