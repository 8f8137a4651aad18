import { BlockList } from 'node:net';
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { wildcard } from '../../wildcard.ts';

/** What a rule can look at. */
export interface RequestFacts {
  readonly method: string;
  /** Without a port. */
  readonly host: string;
  readonly path: string;
  /** As the client wrote it, without the question mark. */
  readonly query: string;
  /** All values of a header, by its name in small letters. */
  header(name: string): readonly string[];
  readonly address: string;
}

type Test = (facts: RequestFacts) => boolean;

const uncased = { ignoreCase: true };

/**
 * By `Field`. Which fields ignore case: "Condition types for listener rules". Patterns are made once, as a rule is
 * asked by every request.
 */
const makers: Readonly<Record<string, (condition: RuleCondition) => Test>> = {
  'path-pattern': (condition) => {
    const patterns = [
      ...valuesOf(condition).map((value) => wildcard(value, { ignoreCase: false })),
      ...regexesOf(condition),
    ];
    return ({ path }) => patterns.some((pattern) => pattern.test(path));
  },
  'host-header': (condition) => {
    const patterns = [
      ...valuesOf(condition).map((value) => wildcard(value, uncased)),
      ...regexesOf(condition),
    ];
    return ({ host }) => patterns.some((pattern) => pattern.test(host));
  },
  'http-header': (condition) => {
    const name = condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase() ?? '';
    const patterns = [
      ...valuesOf(condition).map((value) => wildcard(value, uncased)),
      ...regexesOf(condition),
    ];
    return ({ header }) => header(name).some((value) => patterns.some((pattern) => pattern.test(value)));
  },
  'http-request-method': (condition) => {
    const methods = valuesOf(condition);
    return ({ method }) => methods.includes(method);
  },
  'query-string': ({ QueryStringConfig: config }) => {
    const options = { ...uncased, escapes: true };
    const pairs = (config?.Values ?? []).map(({ Key, Value = '*' }) => ({
      key: Key === undefined ? undefined : wildcard(Key, options),
      value: wildcard(Value, options),
    }));
    return ({ query }) =>
      [...new URLSearchParams(query)].some(([name, given]) =>
        pairs.some(({ key, value }) => (key?.test(name) ?? true) && value.test(given)),
      );
  },
  'source-ip': (condition) => {
    const block = new BlockList();
    for (const range of valuesOf(condition)) {
      const [network = '', bits = ''] = range.split('/');
      block.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
    }
    return ({ address }) => block.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
  },
};

export const FIELDS = Object.keys(makers);

/** Whether all of a rule's conditions hold. @throws Error for a pattern or range that is none */
export function matcherOf(conditions: readonly RuleCondition[]): Test {
  const tests = conditions.map((condition) => makers[condition.Field ?? '']?.(condition) ?? (() => false));
  return (facts) => tests.every((test) => test(facts));
}

/** The values of a condition, wherever it has them; those of a query string are pairs, and not here. */
export function valuesOf(condition: RuleCondition): readonly string[] {
  const config =
    condition.PathPatternConfig ??
    condition.HostHeaderConfig ??
    condition.HttpHeaderConfig ??
    condition.HttpRequestMethodConfig ??
    condition.SourceIpConfig;
  return config?.Values ?? condition.Values ?? [];
}

/** Regular expressions of a condition, as it has them. */
export function regexValuesOf(condition: RuleCondition): readonly string[] {
  const config = condition.PathPatternConfig ?? condition.HostHeaderConfig ?? condition.HttpHeaderConfig;
  return config?.RegexValues ?? condition.RegexValues ?? [];
}

const regexesOf = (condition: RuleCondition) => regexValuesOf(condition).map((source) => new RegExp(source));
