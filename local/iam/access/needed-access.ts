import type { Call } from '../../gateway/service.ts';
import type { Access } from '../policy/authorize.ts';
import { acmAccess } from './acm.ts';
import { apigatewayAccess } from './apigateway.ts';
import { beanstalkAccess } from './beanstalk.ts';
import { cloudformationAccess } from './cloudformation.ts';
import { cloudwatchAccess } from './cloudwatch.ts';
import { codebuildAccess } from './codebuild.ts';
import { dynamodbAccess } from './dynamodb.ts';
import { ecrAccess } from './ecr.ts';
import { ecsAccess } from './ecs.ts';
import { elasticloadbalancingAccess } from './elasticloadbalancing.ts';
import { iamAccess } from './iam.ts';
import { lambdaAccess } from './lambda.ts';
import { logsAccess } from './logs.ts';
import { eventsAccess, schedulerAccess, sqsAccess } from './messaging.ts';
import type { AccessRules, Scope } from './rules.ts';
import { s3Access } from './s3.ts';
import { secretsManagerAccess } from './secrets-manager.ts';
import { ssmAccess } from './ssm.ts';
import { stsAccess } from './sts.ts';

const plain = (prefix: string): AccessRules => ({ prefix, resources: {} });

/** By the name of the SDK client. Services without rules of their own are judged on `*`: strictly. */
export const ACCESS_RULES: Readonly<Record<string, AccessRules>> = {
  acm: acmAccess,
  apigatewayv2: apigatewayAccess,
  cloudformation: cloudformationAccess,
  cloudwatch: cloudwatchAccess,
  'cloudwatch-logs': logsAccess,
  codebuild: codebuildAccess,
  dynamodb: dynamodbAccess,
  ec2: plain('ec2'),
  ecr: ecrAccess,
  ecs: ecsAccess,
  'elastic-beanstalk': beanstalkAccess,
  'elastic-load-balancing-v2': elasticloadbalancingAccess,
  eventbridge: eventsAccess,
  iam: iamAccess,
  lambda: lambdaAccess,
  s3: s3Access,
  scheduler: schedulerAccess,
  'secrets-manager': secretsManagerAccess,
  sqs: sqsAccess,
  ssm: ssmAccess,
  sts: stsAccess,
};

// Whoever has credentials may ask whose they are (API reference).
const FREE = ['sts:GetCallerIdentity'];

/**
 * What a caller must be allowed for a call: every one of these.
 * @throws Error for a service of which it is not known what its actions are called
 */
export function neededAccess(
  { service, operation }: Pick<Call, 'service' | 'operation'>,
  input: unknown,
  scope: Scope,
): readonly Access[] {
  const rules = ACCESS_RULES[service];
  if (rules === undefined) throw new Error(`local/iam/access has no rules for ${service}`);
  const action = `${rules.prefix}:${rules.actions?.[operation] ?? operation}`;
  if (FREE.includes(action)) return [];
  // The gateway has checked the input against the model of this very operation, which the rule is written for.
  const given = input as never;
  const resources = rules.resources[operation]?.(given, scope) ?? ['*'];
  const own = resources.map((resource) => ({
    action,
    resource,
    context: rules.context?.(given, scope, { operation, resource }) ?? {},
  }));
  return [...own, ...(rules.more?.[operation]?.(given, scope) ?? [])];
}
