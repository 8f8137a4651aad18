import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import type { Target } from '../targets/target.ts';
import type { TargetGroup } from '../targets/target-group.ts';

export const describeTargetHealth =
  ({ registry }: Context): Operation<DescribeTargetHealthInput, DescribeTargetHealthOutput> =>
  (input) => {
    const group = registry.group(input.TargetGroupArn ?? '');
    if ((input.Include ?? []).length > 0)
      throw new AwsError('ValidationError', 'the local cloud has no anomaly detection to include');
    if (!input.Targets)
      return { TargetHealthDescriptions: group.targets.map((target) => describe(group, target)) };
    return {
      TargetHealthDescriptions: input.Targets.map((asked) => {
        const port = asked.Port ?? group.settings.Port ?? 80;
        const target = group.find(asked.Id ?? '', port);
        return target
          ? describe(group, target)
          : {
              Target: { Id: asked.Id, Port: port },
              TargetHealth: {
                State: 'unused',
                Reason: 'Target.NotRegistered',
                Description: 'Target is not registered to the target group',
              },
            };
      }),
    };
  };

function describe(group: TargetGroup, { address, port, health }: Target): TargetHealthDescription {
  const { State, Reason, Description } = health;
  const checked = group.healthSettings.port;
  return {
    Target: { Id: address, Port: port },
    HealthCheckPort: String(checked === 'traffic-port' ? port : checked),
    TargetHealth: { State, ...(Reason ? { Reason } : {}), ...(Description ? { Description } : {}) },
  };
}
