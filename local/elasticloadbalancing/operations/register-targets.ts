import { BlockList, isIPv4 } from 'node:net';
import type { RegisterTargetsInput, RegisterTargetsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { checkLimit } from '../limits.ts';
import { groupsOf } from '../registry.ts';

// "Target groups for your Application Load Balancers", Target type. The network here is 10.0.0.0/16.
const usable = new BlockList();
usable.addSubnet('10.0.0.0', 8);
usable.addSubnet('100.64.0.0', 10);
usable.addSubnet('172.16.0.0', 12);
usable.addSubnet('192.168.0.0', 16);

/** Targets are addresses of the local network: where nothing is exposed there, their checks fail as for a dead host. */
export const registerTargets =
  ({ registry }: Context): Operation<RegisterTargetsInput, RegisterTargetsOutput> =>
  (input) => {
    const group = registry.group(input.TargetGroupArn ?? '');
    const targets = input.Targets ?? [];
    for (const { Id = '' } of targets)
      if (!isIPv4(Id) || !usable.check(Id))
        throw new AwsError(
          'InvalidTargetException',
          `The IP address '${Id}' is not valid: a target has an IPv4 address of a private network`,
        );
    for (const arn of registry.balancersOf(group.arn)) {
      const balancer = registry.balancer(arn);
      const groups = new Set(registry.listenersOf(balancer).flatMap((one) => [...groupsOf(one)]));
      const count = [...groups].reduce((sum, one) => sum + registry.group(one).targets.length, 0);
      checkLimit('targets-per-application-load-balancer', count + targets.length);
    }
    for (const { Id = '', Port } of targets) group.register(Id, Port ?? group.settings.Port ?? 80);
    return {};
  };
