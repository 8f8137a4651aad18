import type { CreateLoadBalancerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { fullNameOf } from '../arns.ts';
import { balancerDefaults, setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { createLoadBalancer } from '../operations/create-load-balancer.ts';
import { deleteLoadBalancer } from '../operations/delete-load-balancer.ts';
import { setSubnets } from '../operations/set-subnets.ts';
import type { Balancer } from '../registry.ts';
import { replaceTags } from '../tags.ts';
import { asInput, created, type KeyAndValue, replaceAttributes, shortName, stackCall } from './as-input.ts';

const known = [
  'Name',
  'Scheme',
  'Type',
  'Subnets',
  'SubnetMappings',
  'SecurityGroups',
  'IpAddressType',
  'LoadBalancerAttributes',
  'Tags',
];

type Input = CreateLoadBalancerInput & { LoadBalancerAttributes?: readonly KeyAndValue[] };

export function loadBalancerResource(context: Context): ResourceProvider {
  const { registry } = context;
  const describe = (balancer: Balancer): Resource => ({
    id: balancer.arn,
    attributes: {
      LoadBalancerArn: balancer.arn,
      LoadBalancerName: balancer.name,
      LoadBalancerFullName: fullNameOf(balancer.arn),
      DNSName: balancer.dnsName,
      CanonicalHostedZoneID: balancer.description.CanonicalHostedZoneId,
      SecurityGroups: balancer.description.SecurityGroups,
    },
  });
  return {
    replaceOn: ['Name', 'Scheme', 'Type'],
    async create({ properties, generatedName }) {
      checkKnown('AWS::ElasticLoadBalancingV2::LoadBalancer', properties, known);
      const { LoadBalancerAttributes: given, ...input } = asInput<Input>(properties);
      const attributes = balancerDefaults();
      setAttributes(attributes, given ?? []);
      // CreateLoadBalancer would give the one that is there, which is not the stack's.
      if ([...registry.balancers.values()].some(({ name }) => name === input.Name))
        throw new Error(`A load balancer with the name ${input.Name} already exists`);
      const output = await createLoadBalancer(context)(
        { ...input, Name: input.Name ?? shortName(generatedName) },
        stackCall('CreateLoadBalancer'),
      );
      const balancer = registry.balancer(created(output.LoadBalancers).LoadBalancerArn ?? '');
      for (const [key, value] of attributes) balancer.attributes.set(key, value);
      return describe(balancer);
    },
    async update({ properties, resource }) {
      checkKnown('AWS::ElasticLoadBalancingV2::LoadBalancer', properties, known);
      const balancer = registry.balancer(resource.id);
      const input = asInput<Input>(properties);
      const { Subnets, SubnetMappings, IpAddressType } = input;
      await setSubnets(context)(
        { LoadBalancerArn: balancer.arn, Subnets, SubnetMappings, IpAddressType },
        stackCall('SetSubnets'),
      );
      const given = input.LoadBalancerAttributes;
      replaceAttributes(balancer.attributes, balancerDefaults(), { given, set: setAttributes });
      balancer.description.SecurityGroups = input.SecurityGroups ?? [];
      replaceTags(registry, balancer.arn, input.Tags);
      return describe(balancer);
    },
    async delete({ resource }) {
      await deleteLoadBalancer(context)({ LoadBalancerArn: resource.id }, stackCall('DeleteLoadBalancer'));
    },
  };
}
