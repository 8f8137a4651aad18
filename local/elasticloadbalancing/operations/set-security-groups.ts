import type {
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Recorded: nothing is filtered by them. */
export const setSecurityGroups =
  ({ registry }: Context): Operation<SetSecurityGroupsInput, SetSecurityGroupsOutput> =>
  (input) => {
    const { description } = registry.balancer(input.LoadBalancerArn ?? '');
    description.SecurityGroups = [...(input.SecurityGroups ?? [])];
    return { SecurityGroupIds: description.SecurityGroups };
  };
