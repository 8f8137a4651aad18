import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';
import { checkLimit } from './limits.ts';
import { type Balancer, forwardsOf, groupsOf, type Registry } from './registry.ts';

/**
 * A target group belongs to one load balancer ("Quotas for your Application Load Balancers").
 * @throws AwsError TargetGroupAssociationLimitException, TooManyUniqueTargetGroupsPerLoadBalancerException
 */
export function checkAssociations(registry: Registry, balancer: Balancer, actions: readonly Action[]): void {
  const asked = actions.flatMap(forwardsOf).map(({ arn }) => arn);
  const taken = asked.filter((arn) => registry.balancersOf(arn).some((other) => other !== balancer.arn));
  if (taken.length > 0)
    throw new AwsError(
      'TargetGroupAssociationLimitException',
      `The following target groups cannot be associated with more than one load balancer: ${taken}`,
    );
  const all = new Set([
    ...asked,
    ...registry.listenersOf(balancer).flatMap((listener) => [...groupsOf(listener)]),
  ]);
  checkLimit('target-groups-per-application-load-balancer', all.size);
}
