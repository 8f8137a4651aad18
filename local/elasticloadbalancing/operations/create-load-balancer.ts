import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { dnsName, loadBalancerArn } from '../arns.ts';
import { balancerDefaults } from '../attributes.ts';
import type { Context } from '../context.ts';
import { setTags } from '../tags.ts';

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
    const subnets = input.Subnets ?? (input.SubnetMappings ?? []).map(({ SubnetId }) => SubnetId ?? '');
    if (new Set(subnets).size < 2)
      throw new AwsError(
        'ValidationError',
        'At least two subnets in two different Availability Zones must be specified',
      );
    if ([...registry.balancers.values()].some((balancer) => balancer.name === name))
      throw new AwsError(
        'DuplicateLoadBalancerNameException',
        `A load balancer with the name '${name}' already exists`,
      );

    const arn = loadBalancerArn(account, name);
    const scheme = input.Scheme ?? 'internet-facing';
    const dns = dnsName(account, name, scheme === 'internal');
    const balancer = {
      arn,
      name,
      dnsName: dns,
      attributes: balancerDefaults(),
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
        AvailabilityZones: subnets.map((SubnetId, index) => ({
          ZoneName: `${account.region}${'abcdef'[index % 6]}`,
          SubnetId,
          LoadBalancerAddresses: [],
        })),
        SecurityGroups: input.SecurityGroups ?? [],
        IpAddressType: input.IpAddressType ?? ('ipv4' as const),
      },
    };
    setTags(registry, arn, input.Tags);
    registry.balancers.set(arn, balancer);
    return { LoadBalancers: [balancer.description] };
  };
