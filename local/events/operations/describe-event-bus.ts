import type { DescribeEventBusRequest, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../gateway/service.ts';
import type { Bus } from '../buses.ts';
import type { Context } from '../context.ts';

export const describeEventBus =
  ({ buses }: Context): Operation<DescribeEventBusRequest, DescribeEventBusResponse> =>
  ({ Name }) =>
    describeBus(buses.get(Name));

export const describeBus = (bus: Bus) => ({
  Name: bus.name,
  Arn: bus.arn,
  CreationTime: bus.createdAt,
  LastModifiedTime: bus.createdAt,
  ...(bus.description === undefined ? {} : { Description: bus.description }),
  ...(bus.statements.size === 0
    ? {}
    : { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [...bus.statements.values()] }) }),
});
