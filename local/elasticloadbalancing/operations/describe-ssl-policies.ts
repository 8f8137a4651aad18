import type {
  DescribeSSLPoliciesInput,
  DescribeSSLPoliciesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import { page } from '../paging.ts';
import { checkedPolicy, sslPolicies } from '../ssl-policies.ts';

export const describeSslPolicies =
  (): Operation<DescribeSSLPoliciesInput, DescribeSSLPoliciesOutput> =>
  ({ Names: names, LoadBalancerType: type = 'application', ...paging }) => {
    for (const name of names ?? []) checkedPolicy(name);
    const asked = sslPolicies.filter(
      ({ Name = '', SupportedLoadBalancerTypes = [] }) =>
        (names?.includes(Name) ?? true) && SupportedLoadBalancerTypes.includes(type),
    );
    const { items, ...next } = page(asked, paging);
    return { SslPolicies: items, ...next };
  };
