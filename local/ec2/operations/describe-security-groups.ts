import type {
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  IpPermission,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { type Filterable, filtered } from '../filters.ts';
import { page, refuseDryRun } from '../page.ts';
import { allSecurityGroups } from '../security-group.ts';

/** What the filters of rules ask, by what follows `ip-permission.`. */
const OF_RULES: Readonly<Record<string, (rule: IpPermission) => readonly unknown[]>> = {
  cidr: ({ IpRanges = [] }) => IpRanges.map(({ CidrIp }) => CidrIp),
  'from-port': ({ FromPort }) => [FromPort],
  'group-id': ({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map(({ GroupId }) => GroupId),
  'group-name': ({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map(({ GroupName }) => GroupName),
  'ipv6-cidr': ({ Ipv6Ranges = [] }) => Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
  'prefix-list-id': ({ PrefixListIds = [] }) => PrefixListIds.map(({ PrefixListId }) => PrefixListId),
  protocol: ({ IpProtocol }) => [IpProtocol],
  'to-port': ({ ToPort }) => [ToPort],
  'user-id': ({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map(({ UserId }) => UserId),
};

/** API reference, DescribeSecurityGroups. */
const FILTERS: Filterable<SecurityGroup> = {
  description: ({ Description }) => [Description],
  'group-id': ({ GroupId }) => [GroupId],
  'group-name': ({ GroupName }) => [GroupName],
  'owner-id': ({ OwnerId }) => [OwnerId],
  'vpc-id': ({ VpcId }) => [VpcId],
  ...Object.fromEntries(
    Object.entries(OF_RULES).flatMap(([name, valuesOf]) => [
      [`ip-permission.${name}`, ({ IpPermissions = [] }: SecurityGroup) => IpPermissions.flatMap(valuesOf)],
      [
        `egress.ip-permission.${name}`,
        ({ IpPermissionsEgress = [] }: SecurityGroup) => IpPermissionsEgress.flatMap(valuesOf),
      ],
    ]),
  ),
};

export const describeSecurityGroups =
  (context: Context): Operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult> =>
  (input) => {
    refuseDryRun(input);
    const { GroupIds: ids = [], GroupNames: names = [], Filters } = input;
    // Only groups of a default VPC are described by name.
    if (names.length > 0) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user.');
    const malformed = ids.find((id) => !/^sg-[0-9a-f]+$/.test(id));
    if (malformed !== undefined)
      throw new AwsError('InvalidGroupId.Malformed', `Invalid id: "${malformed}" (expecting "sg-...")`);
    const all = allSecurityGroups(context);
    const unknown = ids.find((id) => !all.some(({ GroupId }) => GroupId === id));
    if (unknown !== undefined)
      throw new AwsError('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
    const named = all.filter(({ GroupId = '' }) => ids.length === 0 || ids.includes(GroupId));
    const { items, ...next } = page(filtered(named, Filters, FILTERS), input);
    return { SecurityGroups: items, ...next };
  };
