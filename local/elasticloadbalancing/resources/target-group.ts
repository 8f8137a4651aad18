import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Properties, Resource, ResourceProvider } from '../../cloudformation/provider.ts';
import { fullNameOf } from '../arns.ts';
import { groupDefaults, setAttributes } from '../attributes.ts';
import type { Context } from '../context.ts';
import { createTargetGroup } from '../operations/create-target-group.ts';
import { deleteTargetGroup } from '../operations/delete-target-group.ts';
import { deregisterTargets } from '../operations/deregister-targets.ts';
import { modifyTargetGroup } from '../operations/modify-target-group.ts';
import { registerTargets } from '../operations/register-targets.ts';
import { replaceTags } from '../tags.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import { asInput, created, type KeyAndValue, replaceAttributes, shortName, stackCall } from './as-input.ts';

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
  TargetGroupAttributes?: readonly KeyAndValue[];
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
      const { TargetGroupAttributes: given = [], Targets: targets = [], ...input } = inputOf(properties);
      const attributes = groupDefaults();
      setAttributes(attributes, given);
      // CreateTargetGroup would give the one that is there, which is not the stack's.
      if ([...registry.groups.values()].some(({ name }) => name === input.Name))
        throw new Error(`A target group with the name ${input.Name} already exists`);
      const output = await createTargetGroup(context)(
        { ...input, Name: input.Name ?? shortName(generatedName) },
        stackCall('CreateTargetGroup'),
      );
      const group = registry.group(created(output.TargetGroups).TargetGroupArn ?? '');
      for (const [key, value] of attributes) group.attributes.set(key, value);
      await registerTargets(context)(
        { TargetGroupArn: group.arn, Targets: targets },
        stackCall('RegisterTargets'),
      );
      return describe(group);
    },
    async update({ properties, previous, resource }) {
      const input = inputOf(properties);
      const group = registry.group(resource.id);
      const changes = Object.fromEntries(Object.entries(input).filter(([name]) => checks.includes(name)));
      await modifyTargetGroup(context)(
        { TargetGroupArn: group.arn, ...changes },
        stackCall('ModifyTargetGroup'),
      );
      const given = input.TargetGroupAttributes;
      replaceAttributes(group.attributes, groupDefaults(), { given, set: setAttributes });
      replaceTags(registry, group.arn, input.Tags);
      await changeTargets(context, group, { before: inputOf(previous).Targets, now: input.Targets });
      return describe(group);
    },
    async delete({ resource }) {
      await deleteTargetGroup(context)({ TargetGroupArn: resource.id }, stackCall('DeleteTargetGroup'));
    },
  };
}

/** Takes out what the template no longer has; targets that ECS put in are none of its. */
async function changeTargets(
  context: Context,
  group: TargetGroup,
  { before = [], now = [] }: { before: Input['Targets']; now: Input['Targets'] },
): Promise<void> {
  const keyOf = ({ Id, Port }: { Id: string; Port?: number }) => `${Id}:${Port}`;
  const gone = before.filter((one) => !now.some((other) => keyOf(other) === keyOf(one)));
  const target = { TargetGroupArn: group.arn };
  await deregisterTargets(context)({ ...target, Targets: gone }, stackCall('DeregisterTargets'));
  await registerTargets(context)({ ...target, Targets: now }, stackCall('RegisterTargets'));
}
