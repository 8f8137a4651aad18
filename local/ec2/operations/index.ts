import type { Context } from '../context.ts';
import { describeSecurityGroups } from './describe-security-groups.ts';
import { describeSubnets } from './describe-subnets.ts';

export const operationsOf = (context: Context) => ({
  DescribeSecurityGroups: describeSecurityGroups(context),
  DescribeSubnets: describeSubnets(context),
});
