import type { Subnet } from '@aws-sdk/client-ec2';
import type { Context } from './context.ts';
import type { NetworkRecord } from './network-records.ts';
import { isTrue, numberOf, tagsOf, textOf } from './property.ts';

/** The first four addresses and the last one of each subnet are AWS's: VPC user guide, "Subnet CIDR blocks". */
const RESERVED = 5;

export function describeSubnet({ resource, properties }: NetworkRecord, context: Context): Subnet {
  const { account, interfaces } = context;
  const { id } = resource;
  const zone = String(resource.attributes.AvailabilityZone);
  const ipv6 = textOf(properties.Ipv6CidrBlock);
  return {
    SubnetId: id,
    SubnetArn: `arn:aws:ec2:${account.region}:${account.id}:subnet/${id}`,
    OwnerId: account.id,
    VpcId: textOf(properties.VpcId),
    State: 'available',
    CidrBlock: textOf(properties.CidrBlock),
    AvailableIpAddressCount: Math.max(0, addressesIn(properties) - interfaces.inSubnet(id)),
    AvailabilityZone: zone,
    AvailabilityZoneId: textOf(properties.AvailabilityZoneId) ?? zoneId(zone),
    AssignIpv6AddressOnCreation: isTrue(properties.AssignIpv6AddressOnCreation),
    DefaultForAz: false,
    EnableDns64: isTrue(properties.EnableDns64),
    Ipv6Native: isTrue(properties.Ipv6Native),
    Ipv6CidrBlockAssociationSet:
      ipv6 === undefined
        ? []
        : [
            {
              AssociationId: id.replace('subnet', 'subnet-cidr-assoc'),
              Ipv6CidrBlock: ipv6,
              Ipv6CidrBlockState: { State: 'associated' },
            },
          ],
    MapCustomerOwnedIpOnLaunch: false,
    MapPublicIpOnLaunch: isTrue(properties.MapPublicIpOnLaunch),
    OutpostArn: textOf(properties.OutpostArn),
    PrivateDnsNameOptionsOnLaunch: hostNames(properties.PrivateDnsNameOptionsOnLaunch),
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
    Tags: tagsOf(properties),
  };
}

/** None of IPv4 in a subnet of IPv6 only. */
function addressesIn({ CidrBlock, Ipv4NetmaskLength }: NetworkRecord['properties']): number {
  const length = numberOf(textOf(CidrBlock)?.split('/')[1] ?? Ipv4NetmaskLength);
  return length === undefined ? 0 : 2 ** (32 - length) - RESERVED;
}

/** Which zone has which id differs from account to account; in this one they have the same order. */
function zoneId(zone: string): string {
  return `use1-az${zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0) + 1}`;
}

function hostNames(given: unknown): NonNullable<Subnet['PrivateDnsNameOptionsOnLaunch']> {
  // A structure in CloudFormation's reference, as all of it is taken unseen.
  const options = (given ?? {}) as Record<string, unknown>;
  return {
    HostnameType: options.HostnameType === 'resource-name' ? 'resource-name' : 'ip-name',
    EnableResourceNameDnsARecord: isTrue(options.EnableResourceNameDnsARecord),
    EnableResourceNameDnsAAAARecord: isTrue(options.EnableResourceNameDnsAAAARecord),
  };
}
