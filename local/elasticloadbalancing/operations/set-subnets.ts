import type { SetSubnetsInput, SetSubnetsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkAddressType, zonesOf } from '../zones.ts';

/** Recorded: a load balancer of the local cloud is in no subnet. */
export const setSubnets =
  ({ registry, account }: Context): Operation<SetSubnetsInput, SetSubnetsOutput> =>
  (input) => {
    const { description } = registry.balancer(input.LoadBalancerArn ?? '');
    checkAddressType(input.IpAddressType);
    const zones = zonesOf(account, input);
    description.AvailabilityZones = zones;
    return { AvailabilityZones: zones, IpAddressType: 'ipv4' };
  };
