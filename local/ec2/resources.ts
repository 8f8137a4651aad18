import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import type { Account } from '../parts.ts';
import type { NetworkRecords } from './network-records.ts';
import { type RecordShape, record } from './record.ts';

/** The EC2 types of a usual VPC stack. */
export function networkResources(account: Account, records: NetworkRecords): ResourceProviders {
  return Object.fromEntries(
    Object.entries(shapes(account)).map(([type, shape]) => [type, record(type, shape, records)]),
  );
}

/** With what `Ref` and `Fn::GetAtt` give in AWS's reference of each. */
function shapes(account: Account): Readonly<Record<string, RecordShape>> {
  return {
    'AWS::EC2::VPC': {
      prefix: 'vpc',
      required: [],
      optional: [
        'CidrBlock',
        'EnableDnsHostnames',
        'EnableDnsSupport',
        'InstanceTenancy',
        'Ipv4IpamPoolId',
        'Ipv4NetmaskLength',
        'Tags',
      ],
      replaceOn: ['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'],
      describe: (id, { CidrBlock }) => ({
        id,
        attributes: {
          VpcId: id,
          CidrBlock,
          CidrBlockAssociations: [id.replace('vpc', 'vpc-cidr-assoc')],
          DefaultSecurityGroup: id.replace('vpc', 'sg'),
          DefaultNetworkAcl: id.replace('vpc', 'acl'),
          Ipv6CidrBlocks: [],
        },
      }),
    },
    'AWS::EC2::Subnet': {
      prefix: 'subnet',
      required: ['VpcId'],
      optional: [
        'AssignIpv6AddressOnCreation',
        'AvailabilityZone',
        'AvailabilityZoneId',
        'CidrBlock',
        'EnableDns64',
        'EnableLniAtDeviceIndex',
        'Ipv4IpamPoolId',
        'Ipv4NetmaskLength',
        'Ipv6CidrBlock',
        'Ipv6IpamPoolId',
        'Ipv6Native',
        'Ipv6NetmaskLength',
        'MapPublicIpOnLaunch',
        'OutpostArn',
        'PrivateDnsNameOptionsOnLaunch',
        'Tags',
      ],
      replaceOn: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId'],
      describe: (id, { VpcId, CidrBlock, AvailabilityZone }) => ({
        id,
        attributes: {
          SubnetId: id,
          VpcId,
          CidrBlock,
          AvailabilityZone: AvailabilityZone ?? `${account.region}a`,
          NetworkAclAssociationId: id.replace('subnet', 'aclassoc'),
          Ipv6CidrBlocks: [],
        },
      }),
    },
    'AWS::EC2::InternetGateway': {
      prefix: 'igw',
      required: [],
      optional: ['Tags'],
      replaceOn: [],
      describe: (id) => ({ id, attributes: { InternetGatewayId: id } }),
    },
    'AWS::EC2::VPCGatewayAttachment': {
      prefix: 'attachment',
      required: ['VpcId'],
      optional: ['InternetGatewayId', 'VpnGatewayId'],
      replaceOn: ['VpcId'],
      describe: (_id, { VpcId, InternetGatewayId }) => ({
        id: `${InternetGatewayId === undefined ? 'VGW' : 'IGW'}|${VpcId}`,
        attributes: { AttachmentType: InternetGatewayId === undefined ? 'VGW' : 'IGW' },
      }),
    },
    'AWS::EC2::RouteTable': {
      prefix: 'rtb',
      required: ['VpcId'],
      optional: ['Tags'],
      replaceOn: ['VpcId'],
      describe: (id) => ({ id, attributes: { RouteTableId: id } }),
    },
    'AWS::EC2::Route': {
      prefix: 'route',
      required: ['RouteTableId'],
      optional: [
        'CarrierGatewayId',
        'CoreNetworkArn',
        'DestinationCidrBlock',
        'DestinationIpv6CidrBlock',
        'DestinationPrefixListId',
        'EgressOnlyInternetGatewayId',
        'GatewayId',
        'InstanceId',
        'LocalGatewayId',
        'NatGatewayId',
        'NetworkInterfaceId',
        'TransitGatewayId',
        'VpcEndpointId',
        'VpcPeeringConnectionId',
      ],
      replaceOn: [
        'RouteTableId',
        'DestinationCidrBlock',
        'DestinationIpv6CidrBlock',
        'DestinationPrefixListId',
      ],
      describe: (_id, properties) => {
        const destination =
          properties.DestinationCidrBlock ??
          properties.DestinationIpv6CidrBlock ??
          properties.DestinationPrefixListId;
        return { id: `${properties.RouteTableId}|${destination}`, attributes: { CidrBlock: destination } };
      },
    },
    'AWS::EC2::SubnetRouteTableAssociation': {
      prefix: 'rtbassoc',
      required: ['RouteTableId', 'SubnetId'],
      optional: [],
      replaceOn: ['SubnetId'],
      describe: (id) => ({ id, attributes: { Id: id } }),
    },
    'AWS::EC2::SecurityGroup': {
      prefix: 'sg',
      required: ['GroupDescription'],
      optional: ['GroupName', 'SecurityGroupEgress', 'SecurityGroupIngress', 'Tags', 'VpcId'],
      replaceOn: ['GroupDescription', 'GroupName', 'VpcId'],
      describe: securityGroup,
    },
    'AWS::EC2::SecurityGroupIngress': securityGroupRule([
      'GroupName',
      'SourcePrefixListId',
      'SourceSecurityGroupId',
      'SourceSecurityGroupName',
      'SourceSecurityGroupOwnerId',
    ]),
    'AWS::EC2::SecurityGroupEgress': securityGroupRule([
      'DestinationPrefixListId',
      'DestinationSecurityGroupId',
    ]),
  };
}

function securityGroup(id: string, { VpcId }: Properties): Resource {
  return { id, attributes: { GroupId: id, Id: id, ...(VpcId === undefined ? {} : { VpcId }) } };
}

/** @param peers what only rules of one direction have */
const securityGroupRule = (peers: readonly string[]): RecordShape => ({
  prefix: 'sgr',
  required: ['IpProtocol'],
  optional: ['CidrIp', 'CidrIpv6', 'Description', 'FromPort', 'GroupId', 'ToPort', ...peers],
  // All but the description make a new rule.
  replaceOn: ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', ...peers],
  describe: (id) => ({ id, attributes: { Id: id } }),
});
