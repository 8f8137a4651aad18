import { BlockList, isIP } from 'node:net';
import { type Context, valuesOf } from './context.ts';
import type { Condition } from './document.ts';
import { filledIn, filledInPattern } from './variables.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

export type { Context } from './context.ts';

type Compare = (wanted: string, given: string) => boolean;

const same: Compare = (wanted, given) => wanted === given;
const sameText: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const asNumbers =
  (compare: (wanted: number, given: number) => boolean): Compare =>
  (wanted, given) =>
    compare(Number(wanted), Number(given));
/** Dates are written as ISO 8601 or in seconds since 1970. */
const timeOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const asTimes =
  (compare: (wanted: number, given: number) => boolean): Compare =>
  (wanted, given) =>
    compare(timeOf(wanted), timeOf(given));

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameText,
  StringLike: matchesWildcard,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  BinaryEquals: same,
  Bool: sameText,
  IpAddress: isInRange,
  NumericEquals: asNumbers((wanted, given) => given === wanted),
  NumericLessThan: asNumbers((wanted, given) => given < wanted),
  NumericLessThanEquals: asNumbers((wanted, given) => given <= wanted),
  NumericGreaterThan: asNumbers((wanted, given) => given > wanted),
  NumericGreaterThanEquals: asNumbers((wanted, given) => given >= wanted),
  DateEquals: asTimes((wanted, given) => given === wanted),
  DateLessThan: asTimes((wanted, given) => given < wanted),
  DateLessThanEquals: asTimes((wanted, given) => given <= wanted),
  DateGreaterThan: asTimes((wanted, given) => given > wanted),
  DateGreaterThanEquals: asTimes((wanted, given) => given >= wanted),
};

/** The same with `Not`: true where none of the values is met, and where the key is missing. */
const NEGATED: Readonly<Record<string, Compare>> = {
  StringNotEquals: same,
  StringNotEqualsIgnoreCase: sameText,
  StringNotLike: matchesWildcard,
  ArnNotEquals: matchesArn,
  ArnNotLike: matchesArn,
  NotIpAddress: isInRange,
  NumericNotEquals: asNumbers((wanted, given) => given === wanted),
  DateNotEquals: asTimes((wanted, given) => given === wanted),
};

/** In these a wildcard of a request's value must stand for itself. */
const PATTERNS = new Set<Compare>([matchesWildcard, matchesArn]);

interface Operator {
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  /** None for `Null`, which asks only whether the key is there. */
  readonly compare?: Compare;
  readonly isNegated: boolean;
}

/** @throws Error for an operator that IAM does not have */
export function operatorOf(text: string): Operator {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const compare = OPERATORS[name] ?? NEGATED[name];
  if (compare === undefined && text !== 'Null')
    throw new Error(`malformed policy: IAM has no condition operator ${text}`);
  return {
    // The expression above has no other.
    ...(set === undefined ? {} : { set: set as 'ForAllValues' | 'ForAnyValue' }),
    ...(compare === undefined ? {} : { compare }),
    ifExists: ifExists !== undefined,
    isNegated: NEGATED[name] !== undefined,
  };
}

/** Whether a condition holds. @throws Error for an operator that IAM does not have */
export function holds(condition: Condition, context: Context, hasVariables = true): boolean {
  const { set, ifExists, compare, isNegated } = operatorOf(condition.operator);
  const given = valuesOf(context, condition.key);
  if (compare === undefined)
    return condition.values.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  if (given === undefined)
    // "ForAnyValue … returns false if the key is not there", whatever the operator.
    return ifExists || set === 'ForAllValues' || (isNegated && set === undefined);
  const fill = PATTERNS.has(compare) ? filledInPattern : filledIn;
  const wanted = hasVariables ? condition.values.map((value) => fill(value, context)) : condition.values;
  const met = (value: string): boolean => wanted.some((one) => compare(one, value)) !== isNegated;
  // A negated operator over several values of a key means none of them, as ForAllValues does.
  return set === 'ForAllValues' || (isNegated && set === undefined) ? given.every(met) : given.some(met);
}

/** An address, or a range as `10.0.0.0/8`. */
function isInRange(range: string, address: string): boolean {
  const [net = '', bits] = range.split('/');
  const family = isIP(net) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(net) === 0 || isIP(address) === 0) return false;
  const list = new BlockList();
  if (bits === undefined) list.addAddress(net, family);
  else list.addSubnet(net, Number(bits), family);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
