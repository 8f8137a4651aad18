import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type EC2ClientConfig,
} from '@aws-sdk/client-ec2';

export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly freeAddresses: number;
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpc: string;
}

/** What a check asks of EC2. In a file of its own: EC2's client is ten times as large as any other's. */
export interface Network {
  /** Those of them that there are. */
  subnets(ids: readonly string[]): Promise<readonly Subnet[]>;
  /** Those of them that there are. */
  securityGroups(ids: readonly string[]): Promise<readonly SecurityGroup[]>;
}

/** The network of one region, as EC2 describes it. By filter: what is not there is left out, and fails nothing. */
export function ec2Network(settings: EC2ClientConfig): Network {
  const ec2 = new EC2Client(settings);
  return {
    async subnets(ids) {
      if (ids.length === 0) return [];
      const Filters = [{ Name: 'subnet-id', Values: [...ids] }];
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
      return Subnets.map(
        ({ SubnetId: id = '', VpcId: vpc = '', AvailableIpAddressCount: freeAddresses = 0 }) => ({
          id,
          vpc,
          freeAddresses,
        }),
      );
    },
    async securityGroups(ids) {
      if (ids.length === 0) return [];
      const Filters = [{ Name: 'group-id', Values: [...ids] }];
      const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
      return SecurityGroups.map(({ GroupId: id = '', VpcId: vpc = '' }) => ({ id, vpc }));
    },
  };
}
