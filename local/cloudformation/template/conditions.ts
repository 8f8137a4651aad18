import { list } from './arguments.ts';
import type { Evaluation } from './scope.ts';

/**
 * Whether a condition holds. `{ Condition: name }` is a function only here and in `Fn::If`: elsewhere, as in an IAM
 * policy, a key of that name is content.
 */
export function conditionOf(expression: unknown, evaluation: Evaluation): boolean {
  if (typeof expression === 'boolean') return expression;
  if (expression === 'true' || expression === 'false') return expression === 'true';
  const [entry, ...others] = Object.entries(
    typeof expression === 'object' && expression !== null ? expression : {},
  );
  const all = (argument: unknown) =>
    list('a condition', argument).map((item) => conditionOf(item, evaluation));
  if (entry && others.length === 0) {
    const [name, argument] = entry;
    switch (name) {
      case 'Condition':
        return named(String(argument), evaluation);
      case 'Fn::Equals': {
        const [left, right] = list(name, evaluation.resolve(argument), 2);
        return String(left) === String(right);
      }
      case 'Fn::Not':
        return !all(argument)[0];
      case 'Fn::And':
        return all(argument).every(Boolean);
      case 'Fn::Or':
        return all(argument).some(Boolean);
    }
  }
  throw new Error(`Template error: not a condition: ${JSON.stringify(expression)}`);
}

/** By the name that the template gives it. */
export function named(name: string, evaluation: Evaluation): boolean {
  const conditions = evaluation.template.Conditions;
  if (!Object.hasOwn(conditions, name))
    throw new Error(`Template error: unresolved condition dependency ${name}`);
  return conditionOf(conditions[name], evaluation);
}
