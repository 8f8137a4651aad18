import { operatorOf } from './conditions.ts';
import { type PolicyDocument, type Statement, statementsOf } from './document.ts';

/** What a document is put on: a role or policy, a role's trust, a resource such as a queue. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/**
 * Condition keys whose value is known for every request that has them on AWS, and those that no request of a role
 * within one account has there either. A policy with another key would be judged wrongly, so it is not taken.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const KNOWN_KEYS = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceIp',
  'aws:TagKeys',
  'aws:ViaAWSService',
  'aws:userid',
  'ecs:CreateAction',
  'ecs:cluster',
  'ecs:service',
  'elasticloadbalancing:CreateAction',
  'iam:PassedToService',
  'sts:ExternalId',
  'sts:RoleSessionName',
  // Of organisations, users and networks, which there are none of.
  'aws:FederatedProvider',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:SourceOrgID',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:username',
].map((key) => key.toLowerCase());

/**
 * Services that take roles here, and of which AWS does not say what `aws:SourceArn` is then. The others give what their
 * pages on the confused deputy ask for: a project, a rule, a group of schedules, an account and region of ECS.
 */
const UNSOURCED = ['ec2.amazonaws.com', 'ecs.amazonaws.com', 'lambda.amazonaws.com'];

const KNOWN_PREFIXES = ['aws:principaltag/', 'aws:requesttag/'];

/** @throws Error naming what IAM would refuse, in its words where they are known, and what cannot be judged here */
export function checkPolicy(document: PolicyDocument, kind: PolicyKind): void {
  for (const statement of statementsOf(document)) {
    checkElements(statement, kind);
    for (const { operator, key } of statement.conditions) {
      operatorOf(operator);
      const lower = key.toLowerCase();
      if (kind === 'trust' && lower === 'aws:sourcearn') checkSourced(statement);
      if (!KNOWN_KEYS.includes(lower) && !KNOWN_PREFIXES.some((prefix) => lower.startsWith(prefix)))
        throw new Error(`the local cloud's IAM does not know the condition key ${key}`);
    }
  }
}

/** A trust that could never be met is refused, not taken. @throws Error */
function checkSourced({ principal }: Statement): void {
  const services = principal === undefined || principal === '*' ? [] : (principal.Service ?? []);
  const unsourced = services.find((service) => UNSOURCED.includes(service));
  if (unsourced !== undefined)
    throw new Error(
      `the local cloud's IAM does not know with which aws:SourceArn ${unsourced} takes a role: AWS does not document it`,
    );
}

function checkElements(statement: Statement, kind: PolicyKind): void {
  const { principal, actions = [], notActions, resources, notResources } = statement;
  const hasResource = resources !== undefined || notResources !== undefined;
  if (kind === 'identity') {
    if (principal !== undefined) throw new Error('Policy document should not specify a principal.');
    if (!hasResource) throw new Error('Policy statement must contain resources.');
    return;
  }
  if (principal === undefined) throw new Error('Missing required field Principal');
  if (kind !== 'trust') return;
  if (hasResource) throw new Error('Has prohibited field Resource');
  if (notActions || !actions.every((action) => /^(sts:|\*$)/i.test(action)))
    throw new Error('AssumeRole policy may only specify STS AssumeRole actions.');
}
