import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { AwsError } from '../../gateway/service.ts';
import type { WeightedGroup } from '../../parts.ts';
import type { Context } from '../context.ts';
import type { ServiceDeployment } from '../services/service-deployment.ts';
import { actUnder } from './acting.ts';
import { Unsuccessful } from './cause.ts';
import type { Stage, Traffic } from './stages.ts';

const NETWORK = 'of invalid networking configuration';

/**
 * Looks, before anything is started, whether the rules and roles are such that traffic can be shifted. AWS finds a
 * role that lacks what the tasks' targets need only when it registers them, and then tries again and again.
 * @param fresh whether the rules must show a settled state: not so after a deployment that was cut short
 * @throws Unsuccessful in AWS's words
 */
export function checkNetwork(context: Context, current: ServiceDeployment, fresh: boolean): void {
  for (const balancer of current.target.revision.targets) {
    const { advancedConfiguration } = balancer;
    if (!advancedConfiguration) continue;
    const { productionListenerRule = '', testListenerRule, roleArn = '' } = advancedConfiguration;
    const caller = actUnder(context, roleArn, 'ECSNetworkingWithELB');
    const lacks = (action: string, resource: string) =>
      caller === undefined ||
      context.refuses(caller, `elasticloadbalancing:${action}`, resource) !== undefined;
    const pair = pairOf(balancer);
    if (
      lacks('DescribeRules', '*') ||
      lacks('DescribeTargetHealth', '*') ||
      pair.some((arn) => lacks('RegisterTargets', arn) || lacks('DeregisterTargets', arn))
    )
      throw new Unsuccessful(
        `${NETWORK}. ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role '${roleArn}'.`,
      );
    const production = forwardOf(context, productionListenerRule);
    const test = testListenerRule === undefined ? [] : forwardOf(context, testListenerRule);
    const forwards = [...production, ...test].map(({ targetGroupArn }) => targetGroupArn);
    if (!pair.every((arn) => forwards.includes(arn)))
      throw new Unsuccessful(
        `${NETWORK}. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.`,
      );
    const serving = production.filter(({ weight }) => weight > 0).map(({ targetGroupArn }) => targetGroupArn);
    if (fresh && serving.length !== 1)
      throw new Unsuccessful(
        `${NETWORK}. productionListenerRule ${productionListenerRule} should have exactly one target group serving traffic ` +
          `but found ${serving.length} target groups which are serving traffic`,
      );
    const stranger = serving.find((arn) => !pair.includes(arn));
    if (stranger !== undefined)
      throw new Unsuccessful(
        `${NETWORK}. Production listener rule is forwarding traffic to unexpected target group ${stranger}. Expected traffic ` +
          `to be forwarded to either targetGroupArn: ${pair[0]} or alternateTargetGroupArn: ${pair[1]}`,
      );
  }
}

/**
 * Gives the revision that is deployed so many percent of the traffic, and what it replaces the rest.
 * A service without load balancers shifts by itself, in its hooks: here it is only noted.
 * @throws Unsuccessful where a role does not let ECS change a rule
 */
export function shift(
  context: Context,
  current: ServiceDeployment,
  { traffic, percent, stage }: { traffic: Traffic; percent: number; stage: Stage },
): void {
  const rules = current.target.revision.targets.flatMap((balancer) => {
    const { productionListenerRule, testListenerRule, roleArn = '' } = balancer.advancedConfiguration ?? {};
    const arn = traffic === 'production' ? productionListenerRule : testListenerRule;
    return arn === undefined ? [] : [{ arn, roleArn, pair: pairOf(balancer) }];
  });
  // All or none: half a shift could not be told.
  for (const { arn, roleArn } of rules) {
    forwardOf(context, arn);
    const caller = actUnder(context, roleArn, 'ECSNetworkingWithELB');
    const refusal = caller
      ? context.refuses(caller, 'elasticloadbalancing:ModifyRule', arn)
      : `ECS was unable to assume role ${roleArn}`;
    if (refusal) throw new Unsuccessful(`${stage} lifecycle hook(s) failed. ${refusal}`);
  }
  for (const { arn, pair } of rules) context.targetGroups.setForward(arn, weightsFor(pair, percent));
  current.shifted[traffic] = percent;
}

/** Weights are whole numbers below 1,000 (API reference, TargetGroupTuple); percentages may have tenths. */
export function weightsFor([green = '', other = '']: readonly string[], percent: number): WeightedGroup[] {
  const scale = Number.isInteger(percent) ? 1 : 10;
  return [
    { targetGroupArn: green, weight: Math.round(percent * scale) },
    { targetGroupArn: other, weight: Math.round((100 - percent) * scale) },
  ];
}

/** The two target groups of a load balancer: that of the revision whose settings these are, and the other one. */
const pairOf = ({ targetGroupArn = '', advancedConfiguration }: LoadBalancer): string[] => [
  targetGroupArn,
  advancedConfiguration?.alternateTargetGroupArn ?? '',
];

/** A rule's target groups, with their weights. */
function forwardOf({ targetGroups }: Context, arn: string): readonly WeightedGroup[] {
  try {
    return targetGroups.forward(arn) ?? [];
  } catch (error) {
    throw error instanceof AwsError ? new Unsuccessful(`${NETWORK}. ${error.message}`) : error;
  }
}
