import { BlockList } from 'node:net';
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../gateway/service.ts';
import { matchesWildcard } from './wildcard.ts';

/** What a rule can look at. */
export interface RequestFacts {
  readonly method: string;
  /** Without a port. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string[] | undefined>>;
  readonly address: string;
}

type Test = (condition: RuleCondition, facts: RequestFacts) => boolean;

const cased = { ignoreCase: false };
const uncased = { ignoreCase: true };

/** By `Field`. Which fields ignore case: "Listener rules for your Application Load Balancer", Condition types. */
const tests: Readonly<Record<string, Test>> = {
  'path-pattern': (condition, { path }) =>
    (condition.PathPatternConfig?.Values ?? condition.Values ?? []).some((pattern) =>
      matchesWildcard(pattern, path, cased),
    ) ||
    regexes(condition.PathPatternConfig?.RegexValues ?? condition.RegexValues).some((regex) =>
      regex.test(path),
    ),
  'host-header': (condition, { host }) =>
    (condition.HostHeaderConfig?.Values ?? condition.Values ?? []).some((pattern) =>
      matchesWildcard(pattern, host, uncased),
    ) ||
    regexes(condition.HostHeaderConfig?.RegexValues ?? condition.RegexValues).some((regex) =>
      regex.test(host),
    ),
  'http-header': ({ HttpHeaderConfig: config }, { headers }) => {
    const values = headers[config?.HttpHeaderName?.toLowerCase() ?? ''] ?? [];
    return values.some(
      (value) =>
        (config?.Values ?? []).some((pattern) => matchesWildcard(pattern, value, uncased)) ||
        regexes(config?.RegexValues).some((regex) => regex.test(value)),
    );
  },
  'http-request-method': ({ HttpRequestMethodConfig: config }, { method }) =>
    (config?.Values ?? []).includes(method),
  'query-string': ({ QueryStringConfig: config }, { query }) =>
    (config?.Values ?? []).some(({ Key, Value }) =>
      [...query].some(
        ([key, value]) =>
          (Key === undefined || matchesWildcard(Key, key, uncased)) &&
          matchesWildcard(Value ?? '*', value, uncased),
      ),
    ),
  'source-ip': ({ SourceIpConfig: config }, { address }) => {
    const block = new BlockList();
    for (const range of config?.Values ?? []) {
      const [network = '', bits = '32'] = range.split('/');
      block.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
    }
    return block.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
  },
};

export function matchesAll(conditions: readonly RuleCondition[], facts: RequestFacts): boolean {
  return conditions.every((condition) => tests[condition.Field ?? '']?.(condition, facts) ?? false);
}

/** @throws AwsError ValidationError for a field that does not exist or a condition that says nothing */
export function checkConditions(conditions: readonly RuleCondition[]): void {
  if (conditions.length === 0) throw new AwsError('ValidationError', 'A condition must be specified');
  for (const condition of conditions) {
    const { Field: field = '' } = condition;
    const config =
      condition.PathPatternConfig ??
      condition.HostHeaderConfig ??
      condition.HttpHeaderConfig ??
      condition.HttpRequestMethodConfig ??
      condition.QueryStringConfig ??
      condition.SourceIpConfig;
    if (!(field in tests))
      throw new AwsError(
        'ValidationError',
        `Condition field '${field}' must be one of '[${Object.keys(tests)}]'`,
      );
    const values = [...(config?.Values ?? condition.Values ?? []), ...(condition.RegexValues ?? [])];
    const hasRegex = config !== undefined && 'RegexValues' in config && config.RegexValues !== undefined;
    if (values.length === 0 && !hasRegex)
      throw new AwsError('ValidationError', `A condition value must be specified for field '${field}'`);
    try {
      matchesAll([condition], {
        method: 'GET',
        host: 'h',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        address: '127.0.0.1',
      });
    } catch (cause) {
      throw new AwsError('ValidationError', `The value of field '${field}' is not valid: ${String(cause)}`, {
        cause,
      });
    }
  }
}

const regexes = (sources: readonly string[] | undefined) =>
  (sources ?? []).map((source) => new RegExp(source));
