import type { Properties, Resource, ResourceProviders } from '../cloudformation/provider.ts';
import type { Account } from '../parts.ts';
import { record } from './record.ts';

/** The EC2 types of a usual VPC stack, with what `Ref` and `Fn::GetAtt` give in AWS's reference of each. */
export function networkResources(account: Account): ResourceProviders {
  return {
    'AWS::EC2::VPC': record({
      prefix: 'vpc',
      required: [],
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
    }),
    'AWS::EC2::Subnet': record({
      prefix: 'subnet',
      required: ['VpcId'],
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
    }),
    'AWS::EC2::InternetGateway': record({
      prefix: 'igw',
      required: [],
      replaceOn: [],
      describe: (id) => ({ id, attributes: { InternetGatewayId: id } }),
    }),
    'AWS::EC2::VPCGatewayAttachment': record({
      prefix: 'attachment',
      required: ['VpcId'],
      replaceOn: ['VpcId'],
      describe: (_id, { VpcId, InternetGatewayId }) => ({
        id: `${InternetGatewayId === undefined ? 'VGW' : 'IGW'}|${VpcId}`,
        attributes: { AttachmentType: InternetGatewayId === undefined ? 'VGW' : 'IGW' },
      }),
    }),
    'AWS::EC2::RouteTable': record({
      prefix: 'rtb',
      required: ['VpcId'],
      replaceOn: ['VpcId'],
      describe: (id) => ({ id, attributes: { RouteTableId: id } }),
    }),
    'AWS::EC2::Route': record({
      prefix: 'route',
      required: ['RouteTableId'],
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
    }),
    'AWS::EC2::SubnetRouteTableAssociation': record({
      prefix: 'rtbassoc',
      required: ['RouteTableId', 'SubnetId'],
      replaceOn: ['SubnetId'],
      describe: (id) => ({ id, attributes: { Id: id } }),
    }),
    'AWS::EC2::SecurityGroup': record({
      prefix: 'sg',
      required: ['GroupDescription'],
      replaceOn: ['GroupDescription', 'GroupName', 'VpcId'],
      describe: securityGroup,
    }),
    'AWS::EC2::SecurityGroupIngress': securityGroupRule(),
    'AWS::EC2::SecurityGroupEgress': securityGroupRule(),
  };
}

function securityGroup(id: string, { VpcId }: Properties): Resource {
  return { id, attributes: { GroupId: id, Id: id, ...(VpcId === undefined ? {} : { VpcId }) } };
}

const securityGroupRule = () =>
  record({
    prefix: 'sgr',
    required: ['IpProtocol'],
    // All but the description make a new rule.
    replaceOn: [
      'GroupId',
      'IpProtocol',
      'FromPort',
      'ToPort',
      'CidrIp',
      'CidrIpv6',
      'SourceSecurityGroupId',
      'DestinationSecurityGroupId',
    ],
    describe: (id) => ({ id, attributes: { Id: id } }),
  });
