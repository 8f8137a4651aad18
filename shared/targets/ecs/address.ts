import type { Service } from '@aws-sdk/client-ecs';
import {
  type Action,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  paginateDescribeListeners,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EcsService } from './target.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Where the service's load balancer answers: `http://DNS-NAME[:PORT]`; undefined when it has none. */
export async function findAddress(
  { loadBalancing }: EcsService,
  found: Service,
): Promise<string | undefined> {
  const targetGroupArn = found.loadBalancers?.find((balancer) => balancer.targetGroupArn)?.targetGroupArn;
  if (targetGroupArn === undefined) return undefined;
  const groups = await loadBalancing.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroupArn] }),
  );
  const LoadBalancerArn = groups.TargetGroups?.[0]?.LoadBalancerArns?.[0];
  if (LoadBalancerArn === undefined) return undefined;
  const [balancers, listeners] = await Promise.all([
    loadBalancing.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] })),
    listListeners(loadBalancing, LoadBalancerArn),
  ]);
  const name = balancers.LoadBalancers?.[0]?.DNSName;
  // A listener that only redirects is not where the app answers: prefer one that forwards to this group.
  const listener =
    listeners.find(({ DefaultActions }) =>
      DefaultActions?.some((action) => forwardsTo(action, targetGroupArn)),
    ) ?? listeners[0];
  const protocol = listener?.Protocol?.toLowerCase();
  if (name === undefined || listener?.Port === undefined || (protocol !== 'http' && protocol !== 'https')) {
    return undefined;
  }
  return `${protocol}://${name}${listener.Port === DEFAULT_PORTS[protocol] ? '' : `:${listener.Port}`}`;
}

async function listListeners(
  client: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
): Promise<Listener[]> {
  const listeners: Listener[] = [];
  for await (const page of paginateDescribeListeners({ client }, { LoadBalancerArn }))
    listeners.push(...(page.Listeners ?? []));
  return listeners;
}

function forwardsTo(action: Action, arn: string): boolean {
  return (
    action.TargetGroupArn === arn ||
    (action.ForwardConfig?.TargetGroups ?? []).some(({ TargetGroupArn }) => TargetGroupArn === arn)
  );
}
