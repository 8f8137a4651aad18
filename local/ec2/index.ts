import type { Clock } from '../clock.ts';
import type { Account, Part } from '../parts.ts';
import { networkResources } from './resources.ts';

/**
 * The network that a stack describes, kept as records: tasks and load balancers live on loopback, so nothing is
 * routed or filtered by it. It has no API of its own; `ec2` calls are answered "not implemented".
 */
export function createEc2(deps: { account: Account; clock: Clock }): Part {
  return { resources: networkResources(deps.account) };
}
