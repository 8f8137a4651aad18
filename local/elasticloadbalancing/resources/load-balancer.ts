import type { CreateLoadBalancerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { fullNameOf } from '../arns.ts';
import { setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { createLoadBalancer } from '../operations/create-load-balancer.ts';
import { deleteLoadBalancer } from '../operations/delete-load-balancer.ts';
import type { Balancer } from '../registry.ts';
import { setTags } from '../tags.ts';
import { asInput, created, shortName, stackCall } from './as-input.ts';

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
      const { LoadBalancerAttributes: attributes = [], ...input } = asInput<
        CreateLoadBalancerInput & { LoadBalancerAttributes?: { Key: string; Value: string }[] }
      >(properties);
      const output = await createLoadBalancer(context)(
        { ...input, Name: input.Name ?? shortName(generatedName) },
        stackCall('CreateLoadBalancer'),
      );
      const balancer = registry.balancer(created(output.LoadBalancers).LoadBalancerArn ?? '');
      setAttributes(balancer.attributes, attributes);
      return describe(balancer);
    },
    update({ properties, resource }) {
      checkKnown('AWS::ElasticLoadBalancingV2::LoadBalancer', properties, known);
      const balancer = registry.balancer(resource.id);
      const {
        LoadBalancerAttributes: attributes = [],
        SecurityGroups,
        Tags,
      } = asInput<CreateLoadBalancerInput & { LoadBalancerAttributes?: { Key: string; Value: string }[] }>(
        properties,
      );
      setAttributes(balancer.attributes, attributes);
      balancer.description.SecurityGroups = SecurityGroups ?? [];
      registry.tags.delete(balancer.arn);
      setTags(registry, balancer.arn, Tags);
      return describe(balancer);
    },
    async delete({ resource }) {
      await deleteLoadBalancer(context)({ LoadBalancerArn: resource.id }, stackCall('DeleteLoadBalancer'));
    },
  };
}
