import { isIP } from 'node:net';
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../gateway/service.ts';
import { countWildcards } from '../../wildcard.ts';
import { limits } from '../limits.ts';
import { FIELDS, matcherOf, regexValuesOf, valuesOf } from './conditions.ts';

/** API reference, RuleCondition: these may be more than once in a rule. */
const repeatable = ['http-header', 'query-string'];
/** API reference, the configuration of each field. Characters. */
const LONGEST_VALUE = 128;
const LONGEST_METHOD = 40;
const LONGEST_HEADER_NAME = 40;

/** @throws AwsError ValidationError for what AWS does not take as the conditions of a rule */
export function checkConditions(conditions: readonly RuleCondition[]): void {
  if (conditions.length === 0) refuse('A condition must be specified');
  const fields = conditions.map(({ Field = '' }) => Field);
  for (const [index, field] of fields.entries()) {
    if (!FIELDS.includes(field)) refuse(`Condition field '${field}' must be one of '[${FIELDS}]'`);
    if (!repeatable.includes(field) && fields.indexOf(field) < index)
      refuse(`A rule can only have one '${field}' condition`);
  }
  for (const condition of conditions) checkValues(condition);
  const values = conditions.flatMap((condition) => [
    ...valuesOf(condition),
    ...regexValuesOf(condition),
    ...(condition.QueryStringConfig?.Values ?? []),
  ]);
  const most = limits['condition-values-per-alb-rule'];
  if (values.length > most) refuse(`A rule can only have '${most}' condition values`);
  const mostWildcards = limits['condition-wildcards-per-alb-rule'];
  if (wildcardsOf(conditions) > mostWildcards)
    refuse(`A rule can only have '${mostWildcards}' condition wildcards`);
  try {
    matcherOf(conditions);
  } catch (cause) {
    throw new AwsError('ValidationError', `A condition value is not valid: ${String(cause)}`, { cause });
  }
}

function checkValues(condition: RuleCondition): void {
  const { Field: field = '' } = condition;
  const values = valuesOf(condition);
  const expressions = regexValuesOf(condition);
  if (field === 'query-string') {
    const pairs = condition.QueryStringConfig?.Values ?? [];
    if (pairs.length === 0 || pairs.some(({ Value }) => !Value))
      refuse(`A condition value must be specified for field '${field}'`);
    return;
  }
  if (values.length > 0 && expressions.length > 0)
    refuse(`A condition of the field '${field}' can have values or regular expressions, not both`);
  if ([...values, ...expressions].length === 0 || [...values, ...expressions].includes(''))
    refuse(`A condition value must be specified for field '${field}'`);
  for (const value of [...values, ...expressions])
    if (value.length > LONGEST_VALUE)
      refuse(`The value '${value}' of field '${field}' can be at most ${LONGEST_VALUE} characters long`);
  if (field === 'http-request-method')
    for (const method of values)
      if (!/^[A-Z_-]+$/.test(method) || method.length > LONGEST_METHOD)
        refuse(`The HTTP request method '${method}' may have the characters A-Z, hyphen and underscore`);
  if (field === 'source-ip') for (const range of values) checkRange(range);
  if (field === 'http-header') checkHeaderName(condition.HttpHeaderConfig?.HttpHeaderName ?? '');
  // "Condition types for listener rules": what AWS's expressions cannot do and JavaScript's can.
  for (const expression of expressions)
    if (/\(\?[=!<]|\\[1-9]|\\p\{/i.test(expression))
      refuse(`The regular expression '${expression}' has a look-around, a back reference or a Unicode class`);
}

function checkHeaderName(name: string): void {
  if (name === '' || name.length > LONGEST_HEADER_NAME || /[*?]/.test(name))
    refuse(
      `The HTTP header name '${name}' must have 1 to ${LONGEST_HEADER_NAME} characters and no wildcards`,
    );
  // API reference, HttpHeaderConditionConfig.
  if (name.toLowerCase() === 'host')
    refuse(`Use a condition of the field 'host-header' for the header 'Host'`);
}

function checkRange(range: string): void {
  const [network = '', bits = ''] = range.split('/');
  const version = isIP(network);
  if (version === 0 || !/^\d+$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128))
    refuse(`The value '${range}' of field 'source-ip' must be in CIDR format`);
}

function wildcardsOf(conditions: readonly RuleCondition[]): number {
  let sum = 0;
  for (const condition of conditions) {
    if (['http-header', 'host-header', 'path-pattern'].includes(condition.Field ?? ''))
      for (const value of valuesOf(condition)) sum += countWildcards(value);
    for (const { Key = '', Value = '' } of condition.QueryStringConfig?.Values ?? [])
      sum += countWildcards(Key, true) + countWildcards(Value, true);
  }
  return sum;
}

function refuse(message: string): never {
  throw new AwsError('ValidationError', message);
}
