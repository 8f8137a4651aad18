import type { Call } from '../../gateway/service.ts';
import type { Access } from '../policy/authorize.ts';
import { cloudwatchAccess } from './cloudwatch.ts';
import { codebuildAccess } from './codebuild.ts';
import { dynamodbAccess } from './dynamodb.ts';
import { ecrAccess } from './ecr.ts';
import { ecsAccess } from './ecs.ts';
import { lambdaAccess } from './lambda.ts';
import { logsAccess } from './logs.ts';
import { eventsAccess, sqsAccess } from './messaging.ts';
import type { AccessRules, Scope } from './rules.ts';
import { ssmAccess } from './ssm.ts';

const plain = (prefix: string): AccessRules => ({ prefix, resources: {} });

/** By the name of the SDK client. Services without rules of their own are judged on `*`: strictly. */
export const ACCESS_RULES: Readonly<Record<string, AccessRules>> = {
  apigatewayv2: plain('apigateway'),
  cloudformation: plain('cloudformation'),
  cloudwatch: cloudwatchAccess,
  'cloudwatch-logs': logsAccess,
  codebuild: codebuildAccess,
  dynamodb: dynamodbAccess,
  ecr: ecrAccess,
  ecs: ecsAccess,
  'elastic-load-balancing-v2': plain('elasticloadbalancing'),
  eventbridge: eventsAccess,
  iam: plain('iam'),
  lambda: lambdaAccess,
  s3: plain('s3'),
  scheduler: plain('scheduler'),
  sqs: sqsAccess,
  ssm: ssmAccess,
  sts: plain('sts'),
};

// Whoever has credentials may ask whose they are (API reference); taking a role is judged by the role's trust, too.
const FREE = ['sts:GetCallerIdentity'];

/**
 * What a caller must be allowed for a call: every one of these.
 * @throws Error for a service of which it is not known what its actions are called
 */
export function neededAccess(
  { service, operation, caller }: Pick<Call, 'service' | 'operation' | 'caller'>,
  input: unknown,
  scope: Scope,
): readonly Access[] {
  const rules = ACCESS_RULES[service];
  if (rules === undefined) throw new Error(`local/iam/access has no rules for ${service}`);
  const action = `${rules.prefix}:${rules.actions?.[operation] ?? operation}`;
  if (FREE.includes(action)) return [];
  const context = {
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalAccount': caller.accountId,
  };
  // The gateway has checked the input against the model of this very operation, which the rule is written for.
  const given = input as never;
  const resources = rules.resources[operation]?.(given, scope) ?? ['*'];
  const own = resources.map((resource) => ({ action, resource, context }));
  const more = rules.more?.[operation]?.(given, scope) ?? [];
  return [...own, ...more.map((access) => ({ ...access, context: { ...context, ...access.context } }))];
}
