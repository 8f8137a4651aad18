import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';

/** Answers at once; the targets drain behind it. */
export const deregisterTargets =
  ({ registry }: Context): Operation<DeregisterTargetsInput, DeregisterTargetsOutput> =>
  (input) => {
    const group = registry.group(input.TargetGroupArn ?? '');
    for (const { Id, Port } of input.Targets ?? [])
      for (const target of group.targets)
        if (target.address === Id && (Port ?? target.port) === target.port)
          void group.deregister(target.address, target.port);
    return {};
  };
