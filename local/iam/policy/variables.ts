import { type Context, valuesOf } from './context.ts';
import { LITERAL_MARK, LITERAL_STAR } from './wildcard.ts';

const VARIABLE = /\$\{([^}]+)\}/g;

/**
 * Puts a request's values for policy variables, `${aws:PrincipalAccount}`, with their default where the request has
 * none (`${aws:PrincipalTag/team, 'web'}`). One without a value stays as it is, which matches nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function filledIn(text: string, context: Context): string {
  return text.replace(VARIABLE, (whole, name: string) => valueFor(name, context) ?? whole);
}

/** The same in a pattern: wildcards in a value stand for themselves. */
export function filledInPattern(pattern: string, context: Context): string {
  return pattern.replace(VARIABLE, (whole, name: string) =>
    (valueFor(name, context) ?? whole).replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_MARK),
  );
}

function valueFor(variable: string, context: Context): string | undefined {
  if (['*', '?', '$'].includes(variable)) return variable;
  const [, name = variable, otherwise] = /^([^,]+?)\s*,\s*'([^']*)'$/.exec(variable) ?? [];
  // A key of several values cannot be put for one.
  const values = valuesOf(context, name);
  return values?.length === 1 ? values[0] : otherwise;
}
