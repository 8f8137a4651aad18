import type { DescribeSubnetsRequest, DescribeSubnetsResult, Subnet } from '@aws-sdk/client-ec2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { type Filterable, filtered } from '../filters.ts';
import { page, refuseDryRun } from '../page.ts';
import { describeSubnet } from '../subnet.ts';

/** API reference, DescribeSubnets. Of what no subnet here has (pools, Outposts) the filters fit none. */
const FILTERS: Filterable<Subnet> = {
  'availability-zone': ({ AvailabilityZone }) => [AvailabilityZone],
  availabilityZone: ({ AvailabilityZone }) => [AvailabilityZone],
  'availability-zone-id': ({ AvailabilityZoneId }) => [AvailabilityZoneId],
  availabilityZoneId: ({ AvailabilityZoneId }) => [AvailabilityZoneId],
  'available-ip-address-count': ({ AvailableIpAddressCount }) => [AvailableIpAddressCount],
  'cidr-block': ({ CidrBlock }) => [CidrBlock],
  cidr: ({ CidrBlock }) => [CidrBlock],
  cidrBlock: ({ CidrBlock }) => [CidrBlock],
  'customer-owned-ipv4-pool': () => [],
  'default-for-az': ({ DefaultForAz }) => [DefaultForAz],
  defaultForAz: ({ DefaultForAz }) => [DefaultForAz],
  'enable-dns64': ({ EnableDns64 }) => [EnableDns64],
  'enable-lni-at-device-index': () => [],
  'ipv6-cidr-block-association.ipv6-cidr-block': ({ Ipv6CidrBlockAssociationSet = [] }) =>
    Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  'ipv6-cidr-block-association.association-id': ({ Ipv6CidrBlockAssociationSet = [] }) =>
    Ipv6CidrBlockAssociationSet.map(({ AssociationId }) => AssociationId),
  'ipv6-cidr-block-association.state': ({ Ipv6CidrBlockAssociationSet = [] }) =>
    Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  'ipv6-native': ({ Ipv6Native }) => [Ipv6Native],
  'map-customer-owned-ip-on-launch': ({ MapCustomerOwnedIpOnLaunch }) => [MapCustomerOwnedIpOnLaunch],
  'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => [MapPublicIpOnLaunch],
  'outpost-arn': ({ OutpostArn }) => [OutpostArn],
  'owner-id': ({ OwnerId }) => [OwnerId],
  'private-dns-name-options-on-launch.hostname-type': ({ PrivateDnsNameOptionsOnLaunch: options }) => [
    options?.HostnameType,
  ],
  'private-dns-name-options-on-launch.enable-resource-name-dns-a-record': ({
    PrivateDnsNameOptionsOnLaunch: options,
  }) => [options?.EnableResourceNameDnsARecord],
  'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record': ({
    PrivateDnsNameOptionsOnLaunch: options,
  }) => [options?.EnableResourceNameDnsAAAARecord],
  state: ({ State }) => [State],
  'subnet-arn': ({ SubnetArn }) => [SubnetArn],
  'subnet-id': ({ SubnetId }) => [SubnetId],
  'vpc-id': ({ VpcId }) => [VpcId],
};

export const describeSubnets =
  (context: Context): Operation<DescribeSubnetsRequest, DescribeSubnetsResult> =>
  (input) => {
    refuseDryRun(input);
    const { SubnetIds: ids = [], Filters } = input;
    const all = context.records.of('AWS::EC2::Subnet');
    const unknown = ids.find((id) => !all.some(({ resource }) => resource.id === id));
    if (unknown !== undefined)
      throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${unknown}' does not exist`);
    const named = all.filter(({ resource }) => ids.length === 0 || ids.includes(resource.id));
    const subnets = named.map((record) => describeSubnet(record, context));
    const { items, ...next } = page(filtered(subnets, Filters, FILTERS), input);
    return { Subnets: items, ...next };
  };
