import type { AvailabilityZone, SubnetMapping } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';
import type { Account } from '../parts.ts';

/**
 * The zones that a load balancer is in, one a subnet: which zone a subnet is in is not known here, so each gets one
 * of its own.
 * @throws AwsError ValidationError, InvalidConfigurationRequestException
 */
export function zonesOf(
  account: Account,
  input: {
    readonly Subnets?: readonly string[] | undefined;
    readonly SubnetMappings?: readonly SubnetMapping[] | undefined;
  },
): AvailabilityZone[] {
  const mappings = input.SubnetMappings ?? [];
  if (input.Subnets && mappings.length > 0)
    throw new AwsError('ValidationError', 'Specify either subnets or subnet mappings, not both');
  // They are for network load balancers (API reference, SubnetMapping).
  if (mappings.some((one) => one.AllocationId ?? one.PrivateIPv4Address ?? one.IPv6Address))
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'An application load balancer has no addresses of your own',
    );
  const subnets = input.Subnets ?? mappings.map(({ SubnetId = '' }) => SubnetId);
  if (new Set(subnets).size < 2)
    throw new AwsError(
      'ValidationError',
      'At least two subnets in two different Availability Zones must be specified',
    );
  return subnets.map((SubnetId, index) => ({
    ZoneName: `${account.region}${'abcdef'[index % 6]}`,
    SubnetId,
    LoadBalancerAddresses: [],
  }));
}

/** @throws AwsError InvalidConfigurationRequestException for anything but IPv4 */
export function checkAddressType(type: string | undefined): void {
  if ((type ?? 'ipv4') !== 'ipv4')
    throw new AwsError(
      'InvalidConfigurationRequestException',
      `the local cloud has load balancers with the address type ipv4 only, not ${type}`,
    );
}
