import { isDeepStrictEqual } from 'node:util';
import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { dnsName, loadBalancerArn } from '../arns.ts';
import { balancerDefaults } from '../attributes.ts';
import type { Context } from '../context.ts';
import { checkLimit } from '../limits.ts';
import { setTags } from '../tags.ts';
import { checkAddressType, zonesOf } from '../zones.ts';

/** The hosted zone of Application Load Balancers in us-east-1 ("Elastic Load Balancing endpoints and quotas"). */
const HOSTED_ZONE = 'Z35SXDOTRQ7X7K';

export const createLoadBalancer =
  ({ registry, account, clock }: Context): Operation<CreateLoadBalancerInput, CreateLoadBalancerOutput> =>
  (input) => {
    const name = input.Name ?? '';
    if (!/^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/.test(name))
      throw new AwsError(
        'ValidationError',
        `The load balancer name '${name}' must have 1 to 32 letters, digits or hyphens, no hyphen at either end, and not begin with 'internal-'`,
      );
    if ((input.Type ?? 'application') !== 'application')
      throw new AwsError(
        'InvalidConfigurationRequestException',
        `the local cloud has application load balancers only, not ${input.Type}`,
      );
    if (input.CustomerOwnedIpv4Pool ?? input.EnablePrefixForIpv6SourceNat ?? input.IpamPools)
      throw new AwsError('InvalidConfigurationRequestException', 'the local cloud has no address pools');
    checkAddressType(input.IpAddressType);
    const zones = zonesOf(account, input);
    const { Tags: _tags, ...settings } = input;
    const same = [...registry.balancers.values()].find((balancer) => balancer.name === name);
    // Asking again for the very same gives the one that is there (API reference, CreateLoadBalancer).
    if (same && isDeepStrictEqual(same.settings, settings)) return { LoadBalancers: [same.description] };
    if (same)
      throw new AwsError(
        'DuplicateLoadBalancerNameException',
        `A load balancer with the same name '${name}' exists, but with different settings`,
      );
    checkLimit('application-load-balancers', registry.balancers.size + 1);

    const arn = loadBalancerArn(account, name);
    const scheme = input.Scheme ?? 'internet-facing';
    const dns = dnsName(account, name, scheme === 'internal');
    const balancer = {
      arn,
      name,
      dnsName: dns,
      attributes: balancerDefaults(),
      settings,
      description: {
        LoadBalancerArn: arn,
        DNSName: dns,
        CanonicalHostedZoneId: HOSTED_ZONE,
        CreatedTime: clock.date(),
        LoadBalancerName: name,
        Scheme: scheme,
        VpcId: 'vpc-00000000',
        // There is nothing to wait for: it is there when its listeners are.
        State: { Code: 'active' as const },
        Type: 'application' as const,
        AvailabilityZones: zones,
        SecurityGroups: input.SecurityGroups ?? [],
        IpAddressType: 'ipv4' as const,
      },
    };
    setTags(registry, arn, input.Tags);
    registry.balancers.set(arn, balancer);
    return { LoadBalancers: [balancer.description] };
  };
