import type { DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs';
import { AwsError } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { isRolling } from '../scheduler/stages.ts';
import type { Revision } from '../task-definitions/task-definitions.ts';
import { invalid } from './check.ts';

/**
 * Whether the load balancers of a service are there, and fit its task definition and strategy.
 * @throws AwsError InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html
 */
export function checkLoadBalancers(
  context: Context,
  definition: Revision,
  {
    loadBalancers,
    configuration,
  }: { loadBalancers: readonly LoadBalancer[]; configuration: DeploymentConfiguration },
): void {
  const advanced = loadBalancers.filter(({ advancedConfiguration }) => advancedConfiguration);
  if (advanced.length > 0 && advanced.length < loadBalancers.length)
    throw invalid('Either all or none of the provided loadBalancers must have advancedConfiguration defined');
  if (!isRolling(configuration) && advanced.length < loadBalancers.length)
    throw invalid(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    );
  const groups = loadBalancers.flatMap(groupsOf);
  const twice = groups.find((arn, index) => groups.indexOf(arn) !== index);
  if (twice !== undefined) throw invalid(`Duplicate targetGroupArn found: ${twice}`);
  for (const arn of groups) checkGroup(context, arn);
  for (const balancer of loadBalancers) {
    checkPort(definition, balancer);
    checkRules(context, balancer);
  }
}

function checkGroup({ targetGroups }: Context, arn: string): void {
  if (!targetGroups.exists(arn))
    throw invalid(
      `Unable to assume role and validate the specified targetGroupArn. Target group '${arn}' not found.`,
    );
  if (!targetGroups.inUse(arn))
    throw invalid(`The target group with targetGroupArn ${arn} does not have an associated load balancer.`);
}

function checkPort(definition: Revision, { containerName, containerPort }: LoadBalancer): void {
  const container = definition.containers.find(({ name }) => name === containerName);
  if (!container) throw invalid(`The container ${containerName} does not exist in the task definition.`);
  if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
    throw invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
}

function checkRules(context: Context, balancer: LoadBalancer): void {
  const { advancedConfiguration } = balancer;
  if (!advancedConfiguration) return;
  const { productionListenerRule, testListenerRule, roleArn, alternateTargetGroupArn } =
    advancedConfiguration;
  for (const [name, value] of Object.entries({ alternateTargetGroupArn, productionListenerRule, roleArn }))
    if (value === undefined) throw invalid(`${name} is required in advancedConfiguration`);
  for (const [name, arn] of Object.entries({ productionListenerRule, testListenerRule }))
    if (arn !== undefined && !arn.includes(':listener-rule/'))
      throw invalid(
        `${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`,
      );
  if (productionListenerRule === testListenerRule)
    throw invalid(
      `The following rules cannot be used as both production and test listener rules: ${testListenerRule}`,
    );
  if (testListenerRule !== undefined) return;
  const served = servedBy(context, productionListenerRule ?? '');
  if (served && !groupsOf(balancer).every((arn) => served.includes(arn)))
    throw invalid(
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    );
}

/** The target groups of a rule. That it is not there at all is found by the deployment, as on AWS. */
function servedBy({ targetGroups }: Context, rule: string): string[] | undefined {
  try {
    return targetGroups.forward(rule)?.map(({ targetGroupArn }) => targetGroupArn) ?? [];
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

const groupsOf = ({ targetGroupArn = '', advancedConfiguration }: LoadBalancer): string[] => {
  const alternate = advancedConfiguration?.alternateTargetGroupArn;
  return alternate === undefined ? [targetGroupArn] : [targetGroupArn, alternate];
};
