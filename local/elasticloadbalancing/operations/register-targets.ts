import { isIPv4 } from 'node:net';
import type { RegisterTargetsInput, RegisterTargetsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Targets are addresses of the local network: where nothing is exposed there, their checks fail as for a dead host. */
export const registerTargets =
  ({ registry }: Context): Operation<RegisterTargetsInput, RegisterTargetsOutput> =>
  (input) => {
    const group = registry.group(input.TargetGroupArn ?? '');
    const targets = input.Targets ?? [];
    for (const { Id = '' } of targets)
      if (!isIPv4(Id))
        throw new AwsError('ValidationError', `The IP address '${Id}' is not a valid IPv4 address`);
    for (const { Id = '', Port } of targets) group.register(Id, Port ?? group.settings.Port ?? 80);
    return {};
  };
