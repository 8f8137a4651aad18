import { describe, expect, it } from 'vitest';
import { refusal } from '../../../local/iam/access/refusal.ts';
import { type Access, authorize } from '../../../local/iam/policy/authorize.ts';
import { checkPolicy } from '../../../local/iam/policy/check.ts';
import { statementsOf } from '../../../local/iam/policy/document.ts';

const SERVICE = 'arn:aws:ecs:us-east-1:000000000000:service/main/web';

function allowed(statement: object | object[], access: Partial<Access> = {}): boolean {
  const asked = { action: 'ecs:UpdateService', resource: SERVICE, context: {}, ...access };
  return authorize([{ Version: '2012-10-17', Statement: statement }], asked).allowed;
}
const allow = (more: object) => ({ Effect: 'Allow', Action: 'ecs:UpdateService', Resource: '*', ...more });
const given = (Condition: object, context: Access['context']) => allowed(allow({ Condition }), { context });

describe('what a role may do', () => {
  it('is nothing unless a statement allows it', () => {
    expect(authorize([], { action: 'ecs:UpdateService', resource: SERVICE, context: {} })).toEqual({
      allowed: false,
    });
    expect(allowed(allow({ Action: 'ecs:DescribeServices' }))).toBe(false);
    expect(allowed(allow({}))).toBe(true);
  });

  it('is denied by any Deny, whatever allows it', () => {
    expect(allowed([allow({}), allow({ Effect: 'Deny', Resource: SERVICE })])).toBe(false);
    expect(allowed([allow({}), allow({ Effect: 'Deny', Resource: `${SERVICE}-other` })])).toBe(true);
  });

  it('is told by actions without regard to case, with wildcards, or by what it is not', () => {
    expect(allowed(allow({ Action: ['s3:*', 'ECS:update*'] }))).toBe(true);
    expect(allowed(allow({ Action: 'ecs:Update?ervice' }))).toBe(true);
    expect(allowed(allow({ Action: 'ecs:UpdateServic?e' }))).toBe(false);
    expect(allowed({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })).toBe(true);
    expect(allowed({ Effect: 'Allow', NotAction: 'ecs:*', Resource: '*' })).toBe(false);
  });

  it('is told by resources with regard to case, with wildcards, or by what it is not', () => {
    expect(allowed(allow({ Resource: 'arn:aws:ecs:*:000000000000:service/*' }))).toBe(true);
    expect(allowed(allow({ Resource: 'arn:aws:ecs:*:000000000000:service/main/WEB' }))).toBe(false);
    expect(allowed(allow({ Resource: SERVICE }), { resource: '*' })).toBe(false);
    expect(allowed({ Effect: 'Allow', Action: '*', NotResource: SERVICE })).toBe(false);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM's
    const own = 'arn:aws:ecs:us-east-1:${aws:PrincipalAccount}:service/*';
    expect(allowed(allow({ Resource: own }))).toBe(false);
    expect(allowed(allow({ Resource: own }), { context: { 'aws:PrincipalAccount': '000000000000' } })).toBe(
      true,
    );
  });

  it.each([
    ['StringEquals', { StringEquals: { 'iam:PassedToService': 'a' } }, { 'iam:passedtoservice': 'a' }, true],
    ['StringEquals without the key', { StringEquals: { 'aws:a': 'x' } }, {}, false],
    ['StringEqualsIfExists without the key', { StringEqualsIfExists: { 'aws:a': 'x' } }, {}, true],
    ['StringNotEquals of several', { StringNotEquals: { 'aws:a': ['x', 'y'] } }, { 'aws:a': 'y' }, false],
    ['StringNotEquals without the key', { StringNotEquals: { 'aws:a': 'x' } }, {}, true],
    ['StringLike', { StringLike: { 'aws:a': 'sli*' } }, { 'aws:a': 'slipway' }, true],
    [
      'ArnLike',
      { ArnLike: { 'ecs:cluster': 'arn:aws:ecs:*:*:cluster/m*' } },
      { 'ecs:cluster': 'arn:aws:ecs:r:0:cluster/main' },
      true,
    ],
    [
      'ArnEquals past a colon',
      { ArnEquals: { 'a:b': 'arn:aws:*:cluster/main' } },
      { 'a:b': 'arn:aws:ecs:r:0:cluster/main' },
      false,
    ],
    ['Null: it must be there', { Null: { 'aws:a': 'false' } }, {}, false],
    ['Null: it must not be there', { Null: { 'aws:a': true } }, {}, true],
    ['Bool', { Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': 'true' }, true],
    ['NumericLessThan', { NumericLessThan: { 'aws:n': 10 } }, { 'aws:n': '9' }, true],
    [
      'ForAllValues',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      { 'aws:TagKeys': ['a', 'c'] },
      false,
    ],
    [
      'ForAnyValue',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      { 'aws:TagKeys': ['a', 'c'] },
      true,
    ],
    ['ForAnyValue without the key', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, {}, false],
    ['ForAllValues without the key', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, {}, true],
    ['IpAddress', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, { 'aws:SourceIp': '127.0.0.1' }, true],
    ['NotIpAddress', { NotIpAddress: { 'aws:SourceIp': '::1' } }, { 'aws:SourceIp': '127.0.0.1' }, true],
    [
      'DateLessThan in seconds',
      { DateLessThan: { 'aws:CurrentTime': '1767225600' } },
      { 'aws:CurrentTime': '2025-12-31T23:59:59Z' },
      true,
    ],
    [
      'a variable with a default',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM's
      { StringEquals: { 'aws:a': "${aws:PrincipalTag/team, 'web'}" } },
      { 'aws:a': 'web' },
      true,
    ],
    [
      'a wildcard in a variable’s value, which is none',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM's
      { StringLike: { 'aws:a': '${aws:PrincipalTag/team}-*' } },
      { 'aws:a': 'web-1', 'aws:PrincipalTag/team': '*' },
      false,
    ],
    [
      'a star that is meant as one',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM's
      { StringLike: { 'aws:a': '${*}x' } },
      { 'aws:a': 'xx' },
      false,
    ],
    [
      'all conditions must hold',
      { StringEquals: { 'aws:a': 'x' }, Bool: { 'aws:b': 'true' } },
      { 'aws:a': 'x' },
      false,
    ],
  ])('%s', (_, condition, context, expected) => {
    expect(given(condition, context)).toBe(expected);
  });

  it('knows variables only in documents of the version that has them', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM's
    const statement = allow({ Resource: '${aws:PrincipalTag/service}' });
    const access = {
      action: 'ecs:UpdateService',
      resource: SERVICE,
      context: { 'aws:PrincipalTag/service': SERVICE },
    };
    expect(authorize([{ Version: '2012-10-17', Statement: statement }], access).allowed).toBe(true);
    expect(authorize([{ Statement: statement }], access).allowed).toBe(false);
  });

  it('is refused in AWS’s words', () => {
    const access = { action: 'ecs:UpdateService', resource: SERVICE, context: {} };
    expect(refusal('User: arn:aws:sts::0:assumed-role/r/s', access, { allowed: false })).toBe(
      `User: arn:aws:sts::0:assumed-role/r/s is not authorized to perform: ecs:UpdateService on resource: ${SERVICE} because no identity-based policy allows the ecs:UpdateService action`,
    );
  });
});

describe('a policy that IAM would not understand', () => {
  it.each([
    ['an unknown element', { Effect: 'Allow', Action: '*', Ressource: '*' }],
    ['neither Action nor NotAction', { Effect: 'Allow', Resource: '*' }],
    ['an unknown effect', { Effect: 'allow', Action: '*', Resource: '*' }],
  ])('is refused: %s', (_, statement) => {
    expect(() => statementsOf({ Version: '2012-10-17', Statement: [statement] })).toThrow('malformed policy');
  });

  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  it.each([
    ['identity', { Effect: 'Allow', Action: 's3:*' }, 'Policy statement must contain resources.'],
    ['identity', { ...allow({}), Principal: '*' }, 'Policy document should not specify a principal.'],
    ['identity', allow({ Condition: { StringSounds: { 'aws:userid': 'x' } } }), 'StringSounds'],
    ['identity', allow({ Condition: { StringLike: { 'aws:Referer': 'x' } } }), 'aws:Referer'],
    ['trust', { ...trust, Resource: '*' }, 'Has prohibited field Resource'],
    ['trust', { ...trust, Action: 's3:GetObject' }, 'may only specify STS AssumeRole actions'],
    ['resource', allow({}), 'Missing required field Principal'],
  ] as const)('is not taken for a policy of the kind %s', (kind, statement, why) => {
    expect(() => checkPolicy({ Version: '2012-10-17', Statement: statement }, kind)).toThrow(why);
  });
});
