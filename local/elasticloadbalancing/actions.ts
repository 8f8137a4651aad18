import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';
import { forwardsOf, type Registry } from './registry.ts';

/**
 * Actions as the API gives them back: a forward to one group by its short form has the long form too.
 * @throws AwsError ValidationError, TargetGroupNotFoundException, InvalidLoadBalancerActionException
 */
export function checkedActions(registry: Registry, actions: readonly Action[] | undefined): Action[] {
  if (!actions || actions.length === 0)
    throw new AwsError('ValidationError', 'A default action must be specified');
  if (actions.length > 1)
    throw new AwsError(
      'InvalidLoadBalancerActionException',
      'the local cloud takes one action per rule: it has no authenticate or jwt-validation actions to go before it',
    );
  return actions.map((action) => {
    switch (action.Type) {
      case 'forward':
        return forward(registry, action);
      case 'fixed-response':
        if (!/^[245]\d\d$/.test(action.FixedResponseConfig?.StatusCode ?? ''))
          throw new AwsError(
            'ValidationError',
            'The status code of a fixed-response action must be 2XX, 4XX or 5XX',
          );
        return { ...action };
      case 'redirect':
        if (!action.RedirectConfig)
          throw new AwsError('ValidationError', 'A redirect configuration must be specified');
        return {
          Type: 'redirect',
          RedirectConfig: {
            Protocol: '#{protocol}',
            Port: '#{port}',
            Host: '#{host}',
            Path: '/#{path}',
            Query: '#{query}',
            ...action.RedirectConfig,
          },
        };
      default:
        throw new AwsError(
          'InvalidLoadBalancerActionException',
          `the local cloud has no ${action.Type} action`,
        );
    }
  });
}

function forward(registry: Registry, action: Action): Action {
  const groups = forwardsOf(action);
  if (groups.length === 0) throw new AwsError('ValidationError', 'A target group ARN must be specified');
  if (action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled)
    throw new AwsError('InvalidConfigurationRequestException', 'the local cloud has no sticky sessions');
  for (const { arn } of groups) registry.group(arn);
  const [only] = groups;
  return {
    Type: 'forward',
    ...(action.Order === undefined ? {} : { Order: action.Order }),
    ...(groups.length === 1 && only ? { TargetGroupArn: only.arn } : {}),
    ForwardConfig: {
      TargetGroups: groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
}
