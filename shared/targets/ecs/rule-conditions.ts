import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Address } from '../../deployment/ports.ts';

/** What stands for the `*` and the `?` of a pattern for host names. */
const ANY_LABEL = 'slipway';
const ANY_LETTER = 'x';

/**
 * What a request must have so that a rule's conditions hold: its host, path and headers, by the first value of each.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function askedBy(
  conditions: readonly RuleCondition[],
): Pick<Address, 'host' | 'path' | 'headers'> | { readonly problem: string } {
  let asked: Pick<Address, 'host' | 'path' | 'headers'> = {};
  for (const condition of conditions) {
    const more = askedByOne(condition);
    if ('problem' in more) return more;
    const headers = { ...asked.headers, ...more.headers };
    asked = { ...asked, ...more, ...(Object.keys(headers).length > 0 ? { headers } : {}) };
  }
  return asked;
}

function askedByOne(
  condition: RuleCondition,
): Pick<Address, 'host' | 'path' | 'headers'> | { readonly problem: string } {
  const { Field, Values = [] } = condition;
  switch (Field) {
    case 'host-header': {
      const pattern = condition.HostHeaderConfig?.Values?.[0] ?? Values[0];
      if (pattern === undefined) break;
      return { host: pattern.replaceAll('*', ANY_LABEL).replaceAll('?', ANY_LETTER) };
    }
    case 'path-pattern': {
      const pattern = condition.PathPatternConfig?.Values?.[0] ?? Values[0];
      if (pattern === undefined) break;
      return { path: pattern.replaceAll('*', '').replaceAll('?', ANY_LETTER) };
    }
    case 'http-header': {
      const { HttpHeaderName, Values: [value] = [] } = condition.HttpHeaderConfig ?? {};
      if (HttpHeaderName === undefined || value === undefined) break;
      return {
        headers: { [HttpHeaderName.toLowerCase()]: value.replaceAll('*', '').replaceAll('?', ANY_LETTER) },
      };
    }
  }
  return { problem: `takes requests by ${Field ?? 'what is not known'} in a way that a probe cannot ask by` };
}
