import type {
  SetIpAddressTypeInput,
  SetIpAddressTypeOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkAddressType } from '../zones.ts';

export const setIpAddressType =
  ({ registry }: Context): Operation<SetIpAddressTypeInput, SetIpAddressTypeOutput> =>
  (input) => {
    registry.balancer(input.LoadBalancerArn ?? '');
    checkAddressType(input.IpAddressType);
    return { IpAddressType: 'ipv4' };
  };
