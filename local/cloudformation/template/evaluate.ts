import { conditionOf } from './conditions.ts';
import { intrinsics } from './intrinsics.ts';
import type { Evaluation, Scope } from './scope.ts';

/** The evaluation of one template in a scope. */
export function evaluationOf(scope: Scope): Evaluation {
  const evaluation: Evaluation = {
    ...scope,
    resolve: (value) => resolve(value, evaluation),
    condition: (expression) => conditionOf(expression, evaluation),
  };
  return evaluation;
}

function resolve(value: unknown, evaluation: Evaluation): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new Error(`the local cloud has no dynamic references: ${value}`);
  if (Array.isArray(value))
    return value.map((item) => resolve(item, evaluation)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first, ...others] = entries;
  if (first && others.length === 0) {
    const [name, argument] = first;
    const intrinsic = intrinsics.get(name);
    if (intrinsic) return intrinsic(argument, evaluation);
    if (name.startsWith('Fn::')) throw new Error(`the local cloud has no function ${name}`);
  }
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolve(item, evaluation)] as const)
      .filter(([, item]) => item !== undefined),
  );
}
