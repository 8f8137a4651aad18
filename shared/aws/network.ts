import {
  EC2Client,
  type EC2ClientConfig,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
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
  const client = new EC2Client(settings);
  return {
    async subnets(ids) {
      const found: Subnet[] = [];
      if (ids.length === 0) return found;
      const Filters = [{ Name: 'subnet-id', Values: [...ids] }];
      for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, { Filters }))
        for (const {
          SubnetId: id = '',
          VpcId: vpc = '',
          AvailableIpAddressCount: freeAddresses = 0,
        } of Subnets)
          found.push({ id, vpc, freeAddresses });
      return found;
    },
    async securityGroups(ids) {
      const found: SecurityGroup[] = [];
      if (ids.length === 0) return found;
      const Filters = [{ Name: 'group-id', Values: [...ids] }];
      for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, { Filters }))
        for (const { GroupId: id = '', VpcId: vpc = '' } of SecurityGroups) found.push({ id, vpc });
      return found;
    },
  };
}
