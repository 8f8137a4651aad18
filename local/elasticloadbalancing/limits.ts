import { AwsError } from '../gateway/service.ts';

/**
 * What an account may have by default, by the names of DescribeAccountLimits ("Quotas for your Application Load
 * Balancers").
 */
export const limits = {
  'application-load-balancers': 50,
  'target-groups': 3000,
  'targets-per-application-load-balancer': 1000,
  'listeners-per-application-load-balancer': 50,
  'rules-per-application-load-balancer': 100,
  'target-groups-per-application-load-balancer': 100,
  'target-groups-per-action-on-application-load-balancer': 5,
  'condition-values-per-alb-rule': 5,
  'condition-wildcards-per-alb-rule': 5,
  'certificates-per-application-load-balancer': 25,
} as const;

const errors: Readonly<Partial<Record<keyof typeof limits, string>>> = {
  'application-load-balancers': 'TooManyLoadBalancersException',
  'target-groups': 'TooManyTargetGroupsException',
  'targets-per-application-load-balancer': 'TooManyTargetsException',
  'listeners-per-application-load-balancer': 'TooManyListenersException',
  'rules-per-application-load-balancer': 'TooManyRulesException',
  'target-groups-per-application-load-balancer': 'TooManyUniqueTargetGroupsPerLoadBalancerException',
  'certificates-per-application-load-balancer': 'TooManyCertificatesException',
};

/** @throws AwsError the one of that limit, where there would be more than it allows */
export function checkLimit(name: keyof typeof limits, count: number): void {
  if (count > limits[name])
    throw new AwsError(
      errors[name] ?? 'InvalidConfigurationRequestException',
      `You have reached the maximum of ${limits[name]} (${name})`,
    );
}
