import type { DescribeEventBusRequest, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import { type Bus, policyOf } from '../buses.ts';
import type { Context } from '../context.ts';

export const describeEventBus =
  ({ buses }: Context): Operation<DescribeEventBusRequest, DescribeEventBusResponse> =>
  ({ Name }) =>
    describeBus(buses.get(Name));

export function describeBus(bus: Bus) {
  const policy = policyOf(bus);
  return {
    Name: bus.name,
    Arn: bus.arn,
    CreationTime: bus.createdAt,
    LastModifiedTime: bus.createdAt,
    ...(bus.description === undefined ? {} : { Description: bus.description }),
    ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
  };
}
