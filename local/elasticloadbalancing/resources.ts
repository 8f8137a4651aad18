import type { ResourceProviders } from '../cloudformation/provider.ts';
import type { Context } from './context.ts';
import { listenerResource } from './resources/listener.ts';
import { listenerCertificateResource } from './resources/listener-certificate.ts';
import { listenerRuleResource } from './resources/listener-rule.ts';
import { loadBalancerResource } from './resources/load-balancer.ts';
import { targetGroupResource } from './resources/target-group.ts';

export const balancingResources = (context: Context): ResourceProviders => ({
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancerResource(context),
  'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroupResource(context),
  'AWS::ElasticLoadBalancingV2::Listener': listenerResource(context),
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': listenerCertificateResource(context),
  'AWS::ElasticLoadBalancingV2::ListenerRule': listenerRuleResource(context),
});
