import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { limits } from '../limits.ts';
import { page } from '../paging.ts';

/** Those of application load balancers: there are no others. */
const described = Object.entries(limits).map(([Name, max]) => ({ Name, Max: String(max) }));

export const describeAccountLimits =
  (): Operation<DescribeAccountLimitsInput, DescribeAccountLimitsOutput> => (input) => {
    const { items, ...next } = page(described, input);
    return { Limits: items, ...next };
  };
