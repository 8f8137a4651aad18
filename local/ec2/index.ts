import type { Account, NetworkInterfaces, Part } from '../parts.ts';
import { NetworkRecords } from './network-records.ts';
import { operationsOf } from './operations/index.ts';
import { networkResources } from './resources.ts';

/**
 * The network that stacks describe, kept as records: tasks and load balancers live on loopback, so nothing is routed
 * or filtered by it. Of EC2's API there is what tells which subnets and security groups there are.
 */
export function createEc2({
  account,
  interfaces,
}: {
  account: Account;
  interfaces: NetworkInterfaces;
}): Part {
  const records = new NetworkRecords();
  return {
    resources: networkResources(account, records),
    service: {
      client: 'ec2',
      operations: operationsOf({ account, records, interfaces }),
      // Its client takes some 40 MB and half a second: ten times what any other takes.
      loadedWhenSigned: 'ec2',
    },
  };
}
