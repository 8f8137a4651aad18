import type { SecurityGroup } from '@aws-sdk/client-ec2';
import type { Properties } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import type { NetworkRecord, NetworkRecords } from './network-records.ts';
import { permissionsOf } from './permissions.ts';
import { tagsOf, textOf } from './property.ts';

/** What a group lets out where its template does not say (CloudFormation's reference, SecurityGroupEgress). */
const ALL = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** Those that stacks made, and the one that each VPC comes with. */
export function allSecurityGroups({ account, records }: Context): SecurityGroup[] {
  const about = (id: string): SecurityGroup => ({
    GroupId: id,
    SecurityGroupArn: `arn:aws:ec2:${account.region}:${account.id}:security-group/${id}`,
    OwnerId: account.id,
  });
  const made = records.of('AWS::EC2::SecurityGroup').map((group) => ({
    ...about(group.resource.id),
    ...describe(group, records, account.id),
  }));
  const defaults = records.of('AWS::EC2::VPC').map(({ resource }) => {
    const id = String(resource.attributes.DefaultSecurityGroup);
    return {
      ...about(id),
      GroupName: 'default',
      Description: 'default VPC security group',
      VpcId: resource.id,
      // Whoever is in it may reach the others (VPC user guide, "Default security groups").
      IpPermissions: permissionsOf(
        [{ IpProtocol: '-1', SourceSecurityGroupId: id }, ...loose(records, 'Ingress', id)],
        account.id,
      ),
      IpPermissionsEgress: permissionsOf([ALL, ...loose(records, 'Egress', id)], account.id),
      Tags: [],
    };
  });
  return [...defaults, ...made];
}

function describe(group: NetworkRecord, records: NetworkRecords, accountId: string): SecurityGroup {
  const { resource, properties, generatedName } = group;
  const { SecurityGroupIngress: incoming, SecurityGroupEgress: outgoing } = properties;
  return {
    GroupName: textOf(properties.GroupName) ?? generatedName,
    Description: textOf(properties.GroupDescription),
    VpcId: textOf(properties.VpcId),
    IpPermissions: permissionsOf([...listed(incoming), ...loose(records, 'Ingress', resource.id)], accountId),
    IpPermissionsEgress: permissionsOf(
      [...(outgoing === undefined ? [ALL] : listed(outgoing)), ...loose(records, 'Egress', resource.id)],
      accountId,
    ),
    Tags: tagsOf(properties),
  };
}

/** Rules of a template, which are taken unseen: one alone need not be in a list. */
function listed(rules: unknown): readonly Properties[] {
  if (rules === undefined) return [];
  return (Array.isArray(rules) ? rules : [rules]) as Properties[];
}

/** Rules that are resources of their own. */
function loose(records: NetworkRecords, way: 'Ingress' | 'Egress', group: string): readonly Properties[] {
  return records
    .of(`AWS::EC2::SecurityGroup${way}`)
    .filter(({ properties }) => properties.GroupId === group)
    .map(({ properties }) => properties);
}
