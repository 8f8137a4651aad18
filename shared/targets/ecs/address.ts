import type { Service } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  type LoadBalancer,
  paginateDescribeListeners,
  paginateDescribeRules,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Address } from '../../deployment/ports.ts';
import { nameOnCertificate } from './certificate-name.ts';
import { listenerOf, type WayIn, waysIn, wayTo } from './entries.ts';
import type { EcsService } from './target.ts';
import { bestWay, type Door, wayThroughListener, wayThroughRule } from './ways-in.ts';

type Asking = Pick<EcsService, 'loadBalancing' | 'certificates' | 'name'>;

export interface FoundAddresses {
  readonly addresses: readonly Address[];
  /** Why there is none, though the service has a load balancer. */
  readonly unreachable?: string;
}

/**
 * Where the service's load balancers answer for it: one address for each of its target groups, the best of those that
 * lead there. A service with blue/green is asked at its production listener rule, or at its test listener rule.
 *
 * A listener whose default action forwards to the target group is taken first; only where there is none are the rules
 * read, and the rule's host and path asked for.
 */
export async function findAddresses(
  service: Asking,
  found: Service,
  traffic: 'production' | 'test' = 'production',
): Promise<FoundAddresses> {
  const entries = waysIn(found.loadBalancers ?? [], traffic);
  if (entries.length === 0) return { addresses: [] };
  const lookUp = createLookUp(service.loadBalancing);
  const addresses: Address[] = [];
  const problems: string[] = [];
  for (const entry of entries) {
    const { doors, problem } = await doorsOf(lookUp, entry);
    const best = bestWay(doors);
    if (best === undefined) problems.push(problem);
    else addresses.push(await named(service, best));
  }
  if (addresses.length > 0) return { addresses };
  return { addresses, unreachable: `The ${service.name} cannot be asked: ${problems.join('; ')}.` };
}

/** An HTTPS listener answers to the names of its certificate, not to the load balancer's own. */
async function named(service: Asking, { address, certificate }: Door): Promise<Address> {
  if (address.serverName !== undefined || certificate === undefined) return address;
  const serverName = await nameOnCertificate(service, certificate);
  return serverName === undefined ? address : { ...address, serverName };
}

async function doorsOf(lookUp: LookUp, entry: WayIn): Promise<{ doors: Door[]; problem: string }> {
  if (entry.kind === 'rule') {
    const [balancer, listener, rule] = await Promise.all([
      lookUp.balancer(wayTo(entry.listener)),
      lookUp.listeners(wayTo(entry.listener)).then((all) => all.find(listenerOf(entry.listener))),
      entry.rule === undefined ? undefined : lookUp.rule(entry.listener, entry.rule),
    ]);
    const named = entry.rule ?? entry.listener;
    if (!balancer || !listener) return { doors: [], problem: `there is no listener of ${named}` };
    const door = rule
      ? wayThroughRule(balancer, listener, rule, undefined)
      : wayThroughListener(balancer, listener, undefined);
    return { doors: 'problem' in door ? [] : [door], problem: 'problem' in door ? door.problem : '' };
  }
  const { group } = entry;
  const balancers = await lookUp.balancersOf(group);
  const problems: string[] = [];
  const doors: Door[] = [];
  const keep = (found: Door | { problem: string }) =>
    'problem' in found ? problems.push(found.problem) : doors.push(found);
  for (const arn of balancers) {
    const balancer = await lookUp.balancer(arn);
    const listeners = await lookUp.listeners(arn);
    if (balancer === undefined) continue;
    for (const listener of listeners) keep(wayThroughListener(balancer, listener, group));
    if (doors.length > 0) continue;
    for (const listener of listeners) {
      for (const rule of await lookUp.rules(listener.ListenerArn ?? ''))
        keep(wayThroughRule(balancer, listener, rule, group));
    }
  }
  const name = group.split('/').at(-2) ?? group;
  const reasons = [...new Set(problems)].filter((problem) => problem !== '');
  return {
    doors,
    problem: reasons.length > 0 ? reasons.join('; ') : `no listener forwards to its target group ${name}`,
  };
}

interface LookUp {
  balancersOf(group: string): Promise<readonly string[]>;
  balancer(arn: string): Promise<LoadBalancer | undefined>;
  listeners(balancer: string): Promise<readonly Listener[]>;
  rules(listener: string): Promise<readonly Rule[]>;
  rule(listener: string, arn: string): Promise<Rule | undefined>;
}

/** Each thing is asked for once, however many target groups share it. */
function createLookUp(client: ElasticLoadBalancingV2Client): LookUp {
  const once = <Found>(ask: (arn: string) => Promise<Found>) => {
    const known = new Map<string, Promise<Found>>();
    return (arn: string): Promise<Found> => {
      const asked = known.get(arn) ?? ask(arn);
      known.set(arn, asked);
      return asked;
    };
  };
  const rules = once(async (ListenerArn) => {
    const all: Rule[] = [];
    for await (const page of paginateDescribeRules({ client }, { ListenerArn }))
      all.push(...(page.Rules ?? []));
    return all;
  });
  return {
    rules,
    rule: async (listener, arn) => (await rules(listener)).find(({ RuleArn }) => RuleArn === arn),
    balancersOf: once(async (group) => {
      const { TargetGroups } = await client.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [group] }),
      );
      return TargetGroups?.[0]?.LoadBalancerArns ?? [];
    }),
    balancer: once(async (arn) => {
      const { LoadBalancers } = await client.send(
        new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }),
      );
      return LoadBalancers?.[0];
    }),
    listeners: once(async (LoadBalancerArn) => {
      const all: Listener[] = [];
      for await (const page of paginateDescribeListeners({ client }, { LoadBalancerArn }))
        all.push(...(page.Listeners ?? []));
      return all;
    }),
  };
}
