import type {
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import type { Context } from '../context.ts';
import { describeGroup } from '../describe.ts';
import { checkHealthCheck } from '../targets/check-health-check.ts';

/** A change holds from the next health check of each target on. */
export const modifyTargetGroup =
  ({ registry }: Context): Operation<ModifyTargetGroupInput, ModifyTargetGroupOutput> =>
  ({ TargetGroupArn: arn = '', ...changes }) => {
    const group = registry.group(arn);
    const { HealthCheckProtocol: protocol = 'HTTP' } = changes;
    if ((protocol !== 'HTTP' && protocol !== 'HTTPS') || changes.Matcher?.GrpcCode !== undefined)
      throw new AwsError(
        'InvalidConfigurationRequestException',
        'the local cloud checks health with the protocols HTTP and HTTPS only',
      );
    if (changes.HealthCheckEnabled === false)
      throw new AwsError(
        'ValidationError',
        `Health check enabled must be true for target groups with target type 'ip'`,
      );
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    checkHealthCheck({ ...group.settings, ...given });
    group.change(given);
    return { TargetGroups: [describeGroup(registry, group)] };
  };
