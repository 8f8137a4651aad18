import {
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beginningWith, type Kind, listed, unlessGone } from './kind.ts';

/** Load balancers, with their listeners and rules. */
export const loadBalancers: Kind = {
  what: 'load balancer',
  named: async (beginning) => {
    const client = new ElasticLoadBalancingV2Client({});
    const all = await listed(paginateDescribeLoadBalancers({ client }, {}), (page) => page.LoadBalancers);
    return beginningWith(
      beginning,
      all.map(({ LoadBalancerName }) => LoadBalancerName),
    );
  },
  remove: async (name) => {
    const client = new ElasticLoadBalancingV2Client({});
    const asked = new DescribeLoadBalancersCommand({ Names: [name] });
    const LoadBalancerArn = (await client.send(asked).catch(unlessGone))?.LoadBalancers?.[0]?.LoadBalancerArn;
    if (LoadBalancerArn === undefined) return;
    const listeners = await listed(
      paginateDescribeListeners({ client }, { LoadBalancerArn }),
      (page) => page.Listeners,
    );
    for (const { ListenerArn } of listeners) {
      const rules = await listed(paginateDescribeRules({ client }, { ListenerArn }), (page) => page.Rules);
      for (const { RuleArn, IsDefault } of rules)
        if (!IsDefault) await client.send(new DeleteRuleCommand({ RuleArn })).catch(unlessGone);
      await client.send(new DeleteListenerCommand({ ListenerArn })).catch(unlessGone);
    }
    await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })).catch(unlessGone);
  },
};
