import type * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AccessRules, Scope } from './rules.ts';
import { tagging } from './tag-on-creation.ts';

/**
 * Which ARN the tags are judged on is not documented. The end of it is not known before, as in the messages that AWS was seen
 * to give for target groups; policies have a wildcard there.
 */
const unnumbered = (scope: Scope, rest: string) => [scope.arn('elasticloadbalancing', `${rest}/*`)];

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html */
const adding = (by: string, tags: readonly elb.Tag[] | undefined, resources: readonly string[]) =>
  tagging('elasticloadbalancing:AddTags', tags, resources, { 'elasticloadbalancing:CreateAction': by });

/**
 * All operations are judged on `*`: strictly.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export const elasticloadbalancingAccess: AccessRules = {
  prefix: 'elasticloadbalancing',
  resources: {},
  more: {
    CreateListener: ({ LoadBalancerArn = '', Tags }: elb.CreateListenerInput, scope: Scope) =>
      adding(
        'CreateListener',
        Tags,
        unnumbered(scope, LoadBalancerArn.replace(':loadbalancer/', ':listener/')),
      ),
    CreateLoadBalancer: ({ Name, Tags }: elb.CreateLoadBalancerInput, scope: Scope) =>
      adding('CreateLoadBalancer', Tags, unnumbered(scope, `loadbalancer/app/${Name}`)),
    CreateRule: ({ ListenerArn = '', Tags }: elb.CreateRuleInput, scope: Scope) =>
      adding('CreateRule', Tags, unnumbered(scope, ListenerArn.replace(':listener/', ':listener-rule/'))),
    CreateTargetGroup: ({ Name, Tags }: elb.CreateTargetGroupInput, scope: Scope) =>
      adding('CreateTargetGroup', Tags, unnumbered(scope, `targetgroup/${Name}`)),
  },
};
