import type { AnyOperation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { addListenerCertificates } from './add-listener-certificates.ts';
import { addTags } from './add-tags.ts';
import { createListener } from './create-listener.ts';
import { createLoadBalancer } from './create-load-balancer.ts';
import { createRule } from './create-rule.ts';
import { createTargetGroup } from './create-target-group.ts';
import { deleteListener } from './delete-listener.ts';
import { deleteLoadBalancer } from './delete-load-balancer.ts';
import { deleteRule } from './delete-rule.ts';
import { deleteTargetGroup } from './delete-target-group.ts';
import { deregisterTargets } from './deregister-targets.ts';
import { describeAccountLimits } from './describe-account-limits.ts';
import { describeListenerAttributes } from './describe-listener-attributes.ts';
import { describeListenerCertificates } from './describe-listener-certificates.ts';
import { describeListeners } from './describe-listeners.ts';
import { describeLoadBalancerAttributes } from './describe-load-balancer-attributes.ts';
import { describeLoadBalancers } from './describe-load-balancers.ts';
import { describeRules } from './describe-rules.ts';
import { describeSslPolicies } from './describe-ssl-policies.ts';
import { describeTags } from './describe-tags.ts';
import { describeTargetGroupAttributes } from './describe-target-group-attributes.ts';
import { describeTargetGroups } from './describe-target-groups.ts';
import { describeTargetHealth } from './describe-target-health.ts';
import { modifyListener } from './modify-listener.ts';
import { modifyListenerAttributes } from './modify-listener-attributes.ts';
import { modifyLoadBalancerAttributes } from './modify-load-balancer-attributes.ts';
import { modifyRule } from './modify-rule.ts';
import { modifyTargetGroup } from './modify-target-group.ts';
import { modifyTargetGroupAttributes } from './modify-target-group-attributes.ts';
import { registerTargets } from './register-targets.ts';
import { removeListenerCertificates } from './remove-listener-certificates.ts';
import { removeTags } from './remove-tags.ts';
import { setIpAddressType } from './set-ip-address-type.ts';
import { setRulePriorities } from './set-rule-priorities.ts';
import { setSecurityGroups } from './set-security-groups.ts';
import { setSubnets } from './set-subnets.ts';

/** What the service answers, by AWS's names. */
export const operationsOf = (context: Context): Readonly<Record<string, AnyOperation>> => ({
  AddListenerCertificates: addListenerCertificates(context),
  AddTags: addTags(context),
  CreateListener: createListener(context),
  CreateLoadBalancer: createLoadBalancer(context),
  CreateRule: createRule(context),
  CreateTargetGroup: createTargetGroup(context),
  DeleteListener: deleteListener(context),
  DeleteLoadBalancer: deleteLoadBalancer(context),
  DeleteRule: deleteRule(context),
  DeleteTargetGroup: deleteTargetGroup(context),
  DeregisterTargets: deregisterTargets(context),
  DescribeAccountLimits: describeAccountLimits(),
  DescribeListenerAttributes: describeListenerAttributes(context),
  DescribeListenerCertificates: describeListenerCertificates(context),
  DescribeListeners: describeListeners(context),
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes(context),
  DescribeLoadBalancers: describeLoadBalancers(context),
  DescribeRules: describeRules(context),
  DescribeSSLPolicies: describeSslPolicies(),
  DescribeTags: describeTags(context),
  DescribeTargetGroupAttributes: describeTargetGroupAttributes(context),
  DescribeTargetGroups: describeTargetGroups(context),
  DescribeTargetHealth: describeTargetHealth(context),
  ModifyListener: modifyListener(context),
  ModifyListenerAttributes: modifyListenerAttributes(context),
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes(context),
  ModifyRule: modifyRule(context),
  ModifyTargetGroup: modifyTargetGroup(context),
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes(context),
  RegisterTargets: registerTargets(context),
  RemoveListenerCertificates: removeListenerCertificates(context),
  RemoveTags: removeTags(context),
  SetIpAddressType: setIpAddressType(context),
  SetRulePriorities: setRulePriorities(context),
  SetSecurityGroups: setSecurityGroups(context),
  SetSubnets: setSubnets(context),
});
