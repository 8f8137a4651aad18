import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { fullNameOf } from '../arns.ts';
import { groupDefaults, setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { createTargetGroup } from '../operations/create-target-group.ts';
import { deleteTargetGroup } from '../operations/delete-target-group.ts';
import { modifyTargetGroup } from '../operations/modify-target-group.ts';
import { registerTargets } from '../operations/register-targets.ts';
import { setTags } from '../tags.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import { asInput, created, shortName, stackCall } from './as-input.ts';

const checks = [
  'HealthCheckEnabled',
  'HealthCheckIntervalSeconds',
  'HealthCheckPath',
  'HealthCheckPort',
  'HealthCheckProtocol',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'Matcher',
];
const fixed = ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId', 'IpAddressType'];
const known = [...fixed, ...checks, 'TargetGroupAttributes', 'Targets', 'Tags'];

type Input = CreateTargetGroupInput & {
  TargetGroupAttributes?: { Key: string; Value: string }[];
  Targets?: { Id: string; Port?: number }[];
};

export function targetGroupResource(context: Context): ResourceProvider {
  const { registry } = context;
  const describe = (group: TargetGroup): Resource => ({
    id: group.arn,
    attributes: {
      TargetGroupArn: group.arn,
      TargetGroupName: group.name,
      TargetGroupFullName: fullNameOf(group.arn),
      LoadBalancerArns: registry.balancersOf(group.arn),
    },
  });
  const inputOf = (properties: Properties): Input => {
    checkKnown('AWS::ElasticLoadBalancingV2::TargetGroup', properties, known);
    return asInput<Input>(properties);
  };
  return {
    replaceOn: fixed,
    async create({ properties, generatedName }) {
      const { TargetGroupAttributes: attributes = [], Targets: targets = [], ...input } = inputOf(properties);
      const output = await createTargetGroup(context)(
        { ...input, Name: input.Name ?? shortName(generatedName) },
        stackCall('CreateTargetGroup'),
      );
      const group = registry.group(created(output.TargetGroups).TargetGroupArn ?? '');
      setAttributes(group.attributes, attributes);
      await registerTargets(context)(
        { TargetGroupArn: group.arn, Targets: targets },
        stackCall('RegisterTargets'),
      );
      return describe(group);
    },
    async update({ properties, resource }) {
      const input = inputOf(properties);
      const group = registry.group(resource.id);
      const changes = Object.fromEntries(Object.entries(input).filter(([name]) => checks.includes(name)));
      await modifyTargetGroup(context)(
        { TargetGroupArn: group.arn, ...changes },
        stackCall('ModifyTargetGroup'),
      );
      // An attribute that the template no longer has goes back to AWS's default.
      setAttributes(
        group.attributes,
        [...groupDefaults()].map(([Key, Value]) => ({ Key, Value })),
      );
      setAttributes(group.attributes, input.TargetGroupAttributes ?? []);
      registry.tags.delete(group.arn);
      setTags(registry, group.arn, input.Tags);
      return describe(group);
    },
    async delete({ resource }) {
      await deleteTargetGroup(context)({ TargetGroupArn: resource.id }, stackCall('DeleteTargetGroup'));
    },
  };
}
