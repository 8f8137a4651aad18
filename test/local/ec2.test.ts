import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Filter,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEc2 } from '../../local/ec2/index.ts';
import { throughGateway } from './through-gateway.ts';

const account = {
  id: '000000000000',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  folder: '/nonexistent',
};
let tasksIn = '';
const part = createEc2({ account, interfaces: { inSubnet: (id) => (id === tasksIn ? 3 : 0) } });

const create = async (type: string, properties: Record<string, unknown>) => {
  const request = { stackName: 's', logicalId: 'L', generatedName: 's-L-1', properties };
  const resource = await part.resources?.[type]?.create(request);
  if (resource === undefined) throw new Error(`nothing makes ${type}`);
  return resource;
};

it('gives a network the ids and attributes that other resources refer to', async () => {
  const vpc = await create('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
  expect(vpc).toMatchObject({
    id: expect.stringMatching(/^vpc-0[0-9a-f]{16}$/),
    attributes: { CidrBlock: '10.0.0.0/16', VpcId: vpc.id },
  });
  const group = await create('AWS::EC2::SecurityGroup', { GroupDescription: 'd', VpcId: vpc.id });
  expect(group.attributes).toMatchObject({ GroupId: group.id, VpcId: vpc.id });
  const attachment = await create('AWS::EC2::VPCGatewayAttachment', {
    VpcId: vpc.id,
    InternetGatewayId: 'igw-1',
  });
  expect(attachment.id).toBe(`IGW|${vpc.id}`);
});

it('says what a template forgot, and what there is not', async () => {
  await expect(create('AWS::EC2::Subnet', { CidrBlock: '10.0.0.0/18' })).rejects.toThrow(
    'required key [VpcId] not found',
  );
  await expect(create('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', Cidr: '10.0.0.0/16' })).rejects.toThrow(
    'extraneous key [Cidr] is not permitted',
  );
});

describe('the API', () => {
  let served: Awaited<ReturnType<typeof throughGateway>>;
  let ec2: EC2Client;
  let vpc: string;

  beforeAll(async () => {
    served = await throughGateway(part);
    ec2 = new EC2Client(served.config);
    vpc = (await create('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' })).id;
  });
  afterAll(async () => {
    ec2.destroy();
    await served.close();
  });

  const subnet = async (CidrBlock: string, more = {}) =>
    (await create('AWS::EC2::Subnet', { VpcId: vpc, CidrBlock, ...more })).id;
  const idsOf = async (...Filters: Filter[]) =>
    ((await ec2.send(new DescribeSubnetsCommand({ Filters }))).Subnets ?? []).map(({ SubnetId }) => SubnetId);
  const group = (id: string) =>
    ec2
      .send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))
      .then(({ SecurityGroups = [] }) => SecurityGroups[0]);

  it('answers the first calls, which wait until its client is loaded', async () => {
    expect(await Promise.all([idsOf(), idsOf()])).toEqual([[], []]);
  });

  it('describes the subnets of stacks, with the addresses that are left in them', async () => {
    const id = await subnet('10.0.0.0/28', { MapPublicIpOnLaunch: 'true', AvailabilityZone: 'us-east-1b' });
    tasksIn = id;
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
    expect(Subnets).toMatchObject([
      {
        SubnetId: id,
        VpcId: vpc,
        CidrBlock: '10.0.0.0/28',
        State: 'available',
        // Of 16 five are AWS's, and three are those of tasks.
        AvailableIpAddressCount: 8,
        AvailabilityZone: 'us-east-1b',
        AvailabilityZoneId: 'use1-az2',
        MapPublicIpOnLaunch: true,
        SubnetArn: `arn:aws:ec2:us-east-1:000000000000:subnet/${id}`,
      },
    ]);
  });

  it('filters: one value of each filter has to fit, with * and ? for anything', async () => {
    const Tags = [{ Key: 'Name', Value: 'app [a*]' }];
    const [one, two] = [await subnet('10.1.0.0/24', { Tags }), await subnet('10.1.1.0/24')];
    const ours = { Name: 'subnet-id', Values: [one, two, 'subnet-0'] };
    expect(await idsOf(ours)).toEqual([one, two]);
    expect(await idsOf(ours, { Name: 'cidr', Values: ['10.?.1.0/*'] })).toEqual([two]);
    expect(await idsOf(ours, { Name: 'tag:Name', Values: ['APP*', 'app [a\\*]'] })).toEqual([one]);
    expect(await idsOf(ours, { Name: 'tag:Name', Values: ['app'] })).toEqual([]);
    expect(await idsOf(ours, { Name: 'tag-key', Values: ['Name'] })).toEqual([one]);
    await expect(idsOf({ Name: 'colour', Values: ['red'] })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: "The filter 'colour' is invalid",
    });
  });

  it('forgets what a stack deletes', async () => {
    const id = await subnet('10.2.0.0/24');
    const resource = { id, attributes: {} };
    await part.resources?.['AWS::EC2::Subnet']?.delete({
      stackName: 's',
      logicalId: 'L',
      resource,
      properties: {},
    });
    await expect(ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).rejects.toMatchObject({
      name: 'InvalidSubnetID.NotFound',
      message: `The subnet ID '${id}' does not exist`,
    });
  });

  it('describes security groups with all their rules, also those that are resources of their own', async () => {
    const balancer = await create('AWS::EC2::SecurityGroup', { GroupDescription: 'balancer', VpcId: vpc });
    const { id } = await create('AWS::EC2::SecurityGroup', {
      GroupDescription: 'tasks',
      VpcId: vpc,
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' },
        { IpProtocol: '6', FromPort: '80', ToPort: '80', CidrIpv6: '::/0', Description: 'all of IPv6' },
      ],
    });
    await create('AWS::EC2::SecurityGroupIngress', {
      GroupId: id,
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      SourceSecurityGroupId: balancer.id,
    });
    expect(await group(id)).toEqual({
      GroupId: id,
      GroupName: 's-L-1',
      Description: 'tasks',
      OwnerId: '000000000000',
      VpcId: vpc,
      SecurityGroupArn: `arn:aws:ec2:us-east-1:000000000000:security-group/${id}`,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 80,
          ToPort: 80,
          IpRanges: [{ CidrIp: '10.0.0.0/8' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'all of IPv6' }],
          PrefixListIds: [],
          UserIdGroupPairs: [{ UserId: '000000000000', GroupId: balancer.id }],
        },
      ],
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        },
      ],
      Tags: [],
    });
  });

  it('describes the group that a VPC comes with', async () => {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          { Name: 'vpc-id', Values: [vpc] },
          { Name: 'group-name', Values: ['default'] },
        ],
      }),
    );
    expect(SecurityGroups).toMatchObject([{ GroupId: vpc.replace('vpc', 'sg') }]);
  });

  it.each([
    [{ GroupIds: ['sg-0123456789abcdef0'] }, 'InvalidGroup.NotFound', 400],
    [{ GroupIds: ['default'] }, 'InvalidGroupId.Malformed', 400],
    [{ GroupNames: ['default'] }, 'VPCIdNotSpecified', 400],
    [{ DryRun: true }, 'DryRunOperation', 412],
    [{ MaxResults: 4 }, 'InvalidParameterValue', 400],
    [{ NextToken: 'no' }, 'InvalidPaginationToken', 400],
  ])('%o: %s', async (input, name, httpStatusCode) => {
    await expect(ec2.send(new DescribeSecurityGroupsCommand(input))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode, requestId: expect.stringMatching(/./) },
    });
  });
});
