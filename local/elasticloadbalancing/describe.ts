import type {
  Listener as ListenerDescription,
  LoadBalancer,
  Rule as RuleDescription,
  TargetGroup as TargetGroupDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Balancer, defaultRuleOf, type Listener, type Registry, type Rule } from './registry.ts';
import type { TargetGroup } from './targets/target-group.ts';

export const describeBalancer = (balancer: Balancer): LoadBalancer => balancer.description;

export const describeGroup = (registry: Registry, group: TargetGroup): TargetGroupDescription => ({
  ...group.settings,
  LoadBalancerArns: registry.balancersOf(group.arn),
});

export const describeListener = (listener: Listener): ListenerDescription => ({
  ListenerArn: listener.arn,
  LoadBalancerArn: listener.balancer.arn,
  Port: listener.port,
  Protocol: listener.protocol,
  ...(listener.protocol === 'HTTPS'
    ? {
        Certificates: listener.certificates.slice(0, 1).map((CertificateArn) => ({ CertificateArn })),
        SslPolicy: listener.sslPolicy,
        MutualAuthentication: { Mode: 'off' },
      }
    : {}),
  DefaultActions: [...defaultRuleOf(listener).actions],
});

export const describeRule = (rule: Rule): RuleDescription => ({
  RuleArn: rule.arn,
  Priority: rule.priority === undefined ? 'default' : String(rule.priority),
  Conditions: [...rule.conditions],
  Actions: [...rule.actions],
  IsDefault: rule.priority === undefined,
});
