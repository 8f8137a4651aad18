import type { Action, RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../gateway/service.ts';
import { limits } from './limits.ts';
import { forwardsOf, type Registry } from './registry.ts';

/** API reference, TargetGroupTuple. */
const HEAVIEST = 999;
/** Seconds: API reference, TargetGroupStickinessConfig. */
const LONGEST_STICKINESS = 604_800;
/** Characters: API reference, FixedResponseActionConfig. */
const LONGEST_MESSAGE = 1024;
const CONTENT_TYPES = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'];

/**
 * Actions as the API gives them back: a forward to one group by its short form has the long form too.
 * @throws AwsError ValidationError, TargetGroupNotFoundException, InvalidLoadBalancerActionException
 */
export function checkedActions(
  registry: Registry,
  actions: readonly Action[] | undefined,
  protocol: 'HTTP' | 'HTTPS',
): Action[] {
  if (!actions || actions.length === 0)
    throw new AwsError('ValidationError', 'A default action must be specified');
  if (actions.length > 1)
    throw refuse(
      'the local cloud takes one action per rule: it has no authenticate or jwt-validation actions to go before it',
    );
  return actions.map((action) => {
    const order = action.Order === undefined ? {} : { Order: action.Order };
    switch (action.Type) {
      case 'forward':
        return { ...order, ...forward(registry, action) };
      case 'fixed-response':
        return { ...order, ...fixedResponse(action) };
      case 'redirect':
        return { ...order, Type: 'redirect', RedirectConfig: redirect(action.RedirectConfig, protocol) };
      default:
        throw refuse(`the local cloud has no ${action.Type} action`);
    }
  });
}

function fixedResponse({ FixedResponseConfig: config }: Action): Action {
  if (!/^[245]\d\d$/.test(config?.StatusCode ?? ''))
    throw new AwsError(
      'ValidationError',
      'The status code of a fixed-response action must be 2XX, 4XX or 5XX',
    );
  if ((config?.MessageBody ?? '').length > LONGEST_MESSAGE)
    throw new AwsError(
      'ValidationError',
      `The message body of a fixed-response action has at most ${LONGEST_MESSAGE} characters`,
    );
  if (config?.ContentType !== undefined && !CONTENT_TYPES.includes(config.ContentType))
    throw new AwsError('ValidationError', `The content type must be one of ${CONTENT_TYPES.join(', ')}`);
  return { Type: 'fixed-response', FixedResponseConfig: config };
}

/** "Action types for listener rules", Redirect actions. */
function redirect(
  config: RedirectActionConfig | undefined,
  protocol: 'HTTP' | 'HTTPS',
): RedirectActionConfig {
  if (!config) throw new AwsError('ValidationError', 'A redirect configuration must be specified');
  const filled = {
    Protocol: '#{protocol}',
    Port: '#{port}',
    Host: '#{host}',
    Path: '/#{path}',
    Query: '#{query}',
    ...config,
  };
  if (protocol === 'HTTPS' && filled.Protocol === 'HTTP')
    throw refuse('A redirect cannot lead from HTTPS to HTTP');
  const { Protocol, Port, Host, Path } = filled;
  const isSame = (Protocol === '#{protocol}' || Protocol === protocol) && Port === '#{port}';
  if (isSame && Host === '#{host}' && Path === '/#{path}')
    throw refuse('The redirect configuration is not valid because it creates a loop');
  return filled;
}

function forward(registry: Registry, action: Action): Action {
  const groups = forwardsOf(action);
  if (groups.length === 0) throw new AwsError('ValidationError', 'A target group ARN must be specified');
  if (groups.length > limits['target-groups-per-action-on-application-load-balancer'])
    throw refuse('A forward action can have at most 5 target groups');
  if (new Set(groups.map(({ arn }) => arn)).size < groups.length)
    throw new AwsError('ValidationError', 'A target group can be only once in a forward action');
  const named = action.TargetGroupArn;
  if (named !== undefined && action.ForwardConfig && (groups.length > 1 || groups[0]?.arn !== named))
    throw new AwsError(
      'ValidationError',
      'A target group ARN beside a forward configuration must be its only target group',
    );
  for (const { arn, weight } of groups) {
    registry.group(arn);
    if (weight < 0 || weight > HEAVIEST)
      throw new AwsError('ValidationError', `The weight '${weight}' must be within '0-${HEAVIEST}'`);
  }
  const stickiness = stickinessOf(action);
  const stickyTargets = groups.some(({ arn }) => isSticky(registry, arn));
  if (groups.length > 1 && stickyTargets && !stickiness.Enabled)
    throw refuse(
      'You must enable group stickiness on a rule if you enabled stickiness on one of its target groups',
    );
  const [only] = groups;
  return {
    Type: 'forward',
    ...(groups.length === 1 && only ? { TargetGroupArn: only.arn } : {}),
    ForwardConfig: {
      TargetGroups: groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
      TargetGroupStickinessConfig: stickiness,
    },
  };
}

const isSticky = (registry: Registry, arn: string) =>
  registry.group(arn).attributes.get('stickiness.enabled') === 'true';

function stickinessOf({ ForwardConfig: config }: Action) {
  const { Enabled = false, DurationSeconds } = config?.TargetGroupStickinessConfig ?? {};
  if (Enabled && !(DurationSeconds && DurationSeconds >= 1 && DurationSeconds <= LONGEST_STICKINESS))
    throw new AwsError(
      'ValidationError',
      `Target group stickiness duration must be between 1 and ${LONGEST_STICKINESS} seconds`,
    );
  return { Enabled, ...(DurationSeconds === undefined ? {} : { DurationSeconds }) };
}

function refuse(message: string): AwsError {
  return new AwsError('InvalidLoadBalancerActionException', message);
}
