import type { Clock } from '../../clock.ts';
import type { Caller } from '../../gateway/service.ts';
import type { Account } from '../../parts.ts';
import type { Context } from '../policy/context.ts';
import type { Sessions } from '../sessions.ts';

interface Means {
  readonly account: Account;
  readonly clock: Clock;
  readonly sessions: Pick<Sessions, 'userIdOf' | 'tagsOf'>;
}

/**
 * What is known of every request of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function callerContext({ account, clock, sessions }: Means, caller: Caller): Context {
  const seconds = Math.floor(clock.now() / 1000);
  return {
    'aws:CurrentTime': clock.date().toISOString(),
    'aws:EpochTime': String(seconds),
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': caller.roleArn === undefined ? 'Account' : 'AssumedRole',
    'aws:RequestedRegion': account.region,
    'aws:ResourceAccount': account.id,
    'aws:ViaAWSService': 'false',
    'aws:userid': sessions.userIdOf(caller),
    ...Object.fromEntries(
      [...sessions.tagsOf(caller)].map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
    ),
  };
}

/** What is known of a call of the API, beside that: where it came from, and the tags that it gives. */
export function callContext(means: Means, caller: Caller, input: unknown): Context {
  const tags = tagsIn(input);
  return {
    ...callerContext(means, caller),
    'aws:SourceIp': '127.0.0.1',
    // Plain HTTP on loopback stands for what is HTTPS on AWS.
    'aws:SecureTransport': 'true',
    ...(tags.length === 0 ? {} : { 'aws:TagKeys': tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

/** Services have tags as lists of `{key, value}` or `{Key, Value}`, or as a map. */
function tagsIn(input: unknown): [string, string][] {
  if (typeof input !== 'object' || input === null) return [];
  const members = new Map<string, unknown>(Object.entries(input));
  const tags = members.get('tags') ?? members.get('Tags');
  if (typeof tags !== 'object' || tags === null) return [];
  if (!Array.isArray(tags)) return Object.entries(tags).map(([key, value]) => [key, String(value)]);
  return tags.map((tag: object) => {
    const one = new Map<string, unknown>(Object.entries(tag));
    return [String(one.get('key') ?? one.get('Key')), String(one.get('value') ?? one.get('Value') ?? '')];
  });
}
