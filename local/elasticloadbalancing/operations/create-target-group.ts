import { isDeepStrictEqual } from 'node:util';
import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, type Operation } from '../../gateway/service.ts';
import { targetGroupArn } from '../arns.ts';
import { groupDefaults } from '../attributes.ts';
import type { Context } from '../context.ts';
import { describeGroup } from '../describe.ts';
import { checkLimit } from '../limits.ts';
import { setTags } from '../tags.ts';
import { checkHealthCheck } from '../targets/check-health-check.ts';
import { TargetGroup } from '../targets/target-group.ts';

export const createTargetGroup =
  ({
    registry,
    account,
    clock,
    network,
  }: Context): Operation<CreateTargetGroupInput, CreateTargetGroupOutput> =>
  (input) => {
    const name = input.Name ?? '';
    checkSupported(input);
    if (input.Port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
    if (input.VpcId === undefined) throw new AwsError('ValidationError', 'A VPC ID must be specified');
    const { Tags: _tags, ...asked } = input;
    const same = [...registry.groups.values()].find((group) => group.name === name);
    // Asking again for the very same gives the one that is there (API reference, CreateTargetGroup).
    if (same && isDeepStrictEqual(same.asked, asked))
      return { TargetGroups: [describeGroup(registry, same)] };
    if (same)
      throw new AwsError(
        'DuplicateTargetGroupNameException',
        `A target group with the same name '${name}' exists, but with different settings`,
      );
    checkLimit('target-groups', registry.groups.size + 1);
    const arn = targetGroupArn(account, name);
    const settings = {
      TargetGroupArn: arn,
      TargetGroupName: name,
      Protocol: input.Protocol ?? 'HTTP',
      ProtocolVersion: 'HTTP1',
      Port: input.Port,
      VpcId: input.VpcId,
      HealthCheckProtocol: input.HealthCheckProtocol ?? 'HTTP',
      HealthCheckPort: input.HealthCheckPort ?? 'traffic-port',
      HealthCheckEnabled: true,
      // Defaults of an HTTP target group (API reference, CreateTargetGroup).
      HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? 30,
      HealthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? 5,
      HealthyThresholdCount: input.HealthyThresholdCount ?? 5,
      UnhealthyThresholdCount: input.UnhealthyThresholdCount ?? 2,
      HealthCheckPath: input.HealthCheckPath ?? '/',
      Matcher: { HttpCode: input.Matcher?.HttpCode ?? '200' },
      TargetType: 'ip' as const,
      IpAddressType: 'ipv4' as const,
    };
    checkHealthCheck(settings);
    const group = new TargetGroup(settings, groupDefaults(), { clock, network, asked });
    setTags(registry, arn, input.Tags);
    registry.groups.set(arn, group);
    return { TargetGroups: [describeGroup(registry, group)] };
  };

function checkSupported(input: CreateTargetGroupInput): void {
  if (!/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/.test(input.Name ?? ''))
    throw new AwsError(
      'ValidationError',
      `The target group name '${input.Name}' must have 1 to 32 letters, digits or hyphens, and no hyphen at either end`,
    );
  // On AWS `instance` is the default; the local cloud has no instances, so it must not be guessed.
  if (input.TargetType !== 'ip')
    throw new AwsError(
      'InvalidConfigurationRequestException',
      `the local cloud has target groups of the type ip only, not ${input.TargetType ?? 'instance (the default)'}`,
    );
  const protocols: readonly (string | undefined)[] = ['HTTP', 'HTTPS'];
  if (
    !protocols.includes(input.Protocol) ||
    !protocols.includes(input.HealthCheckProtocol ?? 'HTTP') ||
    (input.ProtocolVersion ?? 'HTTP1') !== 'HTTP1'
  )
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'the local cloud has target groups of the protocols HTTP and HTTPS with the version HTTP1 only',
    );
  if (input.Matcher?.GrpcCode !== undefined)
    throw new AwsError('InvalidConfigurationRequestException', 'the local cloud has no gRPC');
  if (input.HealthCheckEnabled === false)
    throw new AwsError(
      'ValidationError',
      `Health check enabled must be true for target groups with target type 'ip'`,
    );
  if (input.TargetControlPort !== undefined || (input.IpAddressType ?? 'ipv4') !== 'ipv4')
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'the local cloud has no target control port and no IPv6 targets',
    );
}
