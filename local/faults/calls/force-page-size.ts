import type { ForcedPaging } from '../../gateway/gateway.ts';
import type { Call } from '../../gateway/service.ts';

/** Members that name what to describe. Beside them AWS's API references forbid a limit, or it means nothing. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'ecr.DescribeImages': ['imageIds'],
  'ecr.DescribeRepositories': ['repositoryNames'],
  'elastic-load-balancing-v2.DescribeListeners': ['ListenerArns'],
  'elastic-load-balancing-v2.DescribeLoadBalancers': ['LoadBalancerArns', 'Names'],
  'elastic-load-balancing-v2.DescribeRules': ['RuleArns'],
  'elastic-load-balancing-v2.DescribeTargetGroups': ['TargetGroupArns', 'Names'],
};

/** Lowers what a list is asked for to a page of that size, or to the smallest that the operation takes. */
export function forcePageSize(call: Call, input: unknown, size: number, paging: ForcedPaging): void {
  const { limitKey, smallest } = paging;
  // The gateway has checked that it is a structure.
  const members = input as Record<string, unknown>;
  const names = NAMED[`${call.service}.${call.operation}`] ?? [];
  if (names.some((name) => members[name] !== undefined)) return;
  if (limitKey === undefined) {
    call.pageSize = Math.min(size, call.pageSize ?? size);
    return;
  }
  const asked = members[limitKey];
  const forced = Math.max(size, smallest);
  // Where 0 may be asked for, it stands for the default.
  members[limitKey] = typeof asked === 'number' && asked > 0 ? Math.min(asked, forced) : forced;
}
