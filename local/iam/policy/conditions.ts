import type { Condition } from './document.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** What is known of a request, by condition key: `aws:SourceAccount`, `iam:PassedToService`. Keys know no case. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

type Compare = (wanted: string, given: string) => boolean;

const same: Compare = (wanted, given) => wanted === given;
const sameText: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const asNumbers =
  (compare: (wanted: number, given: number) => boolean): Compare =>
  (wanted, given) =>
    compare(Number(wanted), Number(given));
const asTimes =
  (compare: (wanted: number, given: number) => boolean): Compare =>
  (wanted, given) =>
    compare(Date.parse(wanted), Date.parse(given));

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameText,
  StringLike: matchesWildcard,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: sameText,
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
  NumericNotEquals: asNumbers((wanted, given) => given === wanted),
  DateNotEquals: asTimes((wanted, given) => given === wanted),
};

/** Whether a condition holds. @throws Error for an operator that IAM does not have, or that is not supported here */
export function holds(condition: Condition, context: Context): boolean {
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(condition.operator) ?? [];
  const given = valuesOf(context, condition.key);
  const wanted = condition.values.map((value) => filledIn(value, context));
  if (name === 'Null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  const compare = OPERATORS[name] ?? NEGATED[name];
  if (compare === undefined)
    throw new Error(`the local cloud's IAM has no condition operator ${condition.operator}`);
  const isNegated = NEGATED[name] !== undefined;
  if (given === undefined) return ifExists !== undefined || isNegated || set === 'ForAllValues';
  const met = (value: string): boolean =>
    wanted.some((one) => one !== undefined && compare(one, value)) !== isNegated;
  // A negated operator over several values of a key means none of them, as ForAllValues does.
  return set === 'ForAllValues' || (isNegated && set === undefined) ? given.every(met) : given.some(met);
}

/** Puts a request's values for policy variables, `${aws:PrincipalAccount}`; one that is not known matches nothing. */
export function filledIn(pattern: string, context: Context): string {
  return pattern.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (['*', '?', '$'].includes(name)) return name;
    const [value] = valuesOf(context, name) ?? [];
    return value ?? whole;
  });
}

function valuesOf(context: Context, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return found === undefined ? undefined : [found].flat();
}
