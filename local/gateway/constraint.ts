import type { Constraint } from './model.ts';

/** The first rule that a scalar, a list or a map's entries break, in AWS's words; undefined when none is. */
export function brokenRule(value: unknown, constraint: Constraint): string | undefined {
  if (typeof value === 'number') return brokenRange(value, constraint, 'value');
  if (Array.isArray(value)) return brokenRange(value.length, constraint, 'length');
  if (typeof value !== 'string') return undefined;
  if (constraint.enum) return constraint.enum.includes(value) ? undefined : enumRule(constraint.enum);
  const range = brokenRange(value.length, constraint, 'length');
  if (range !== undefined) return range;
  if (constraint.pattern === undefined || patternOf(constraint.pattern)?.test(value) !== false)
    return undefined;
  return patternRule(constraint.pattern);
}

/** All rules for a text, as AWS lists them. */
export function rulesOf({ enum: values, min, max, pattern }: Constraint): string[] {
  return [
    ...(values ? [enumRule(values)] : []),
    ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
    ...(pattern === undefined ? [] : [patternRule(pattern)]),
  ];
}

const enumRule = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`;

const patternRule = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;

function brokenRange(size: number, { min, max }: Constraint, what: 'value' | 'length'): string | undefined {
  if (min !== undefined && size < min) return `Member must have ${what} greater than or equal to ${min}`;
  if (max !== undefined && size > max) return `Member must have ${what} less than or equal to ${max}`;
  return undefined;
}

const patterns = new Map<string, RegExp | undefined>();

/** AWS matches the whole value (Java's `matches`). A pattern that only Java can read says nothing here. */
function patternOf(source: string): RegExp | undefined {
  if (!patterns.has(source)) patterns.set(source, compile(`^(?:${source})$`));
  return patterns.get(source);
}

function compile(source: string): RegExp | undefined {
  // Without the flag u, a class like \p{L} would be read as the letters p{L}; with it, needless escapes are errors.
  for (const flags of source.includes('\\p{') ? ['su'] : ['su', 's']) {
    try {
      return new RegExp(source, flags);
    } catch {
      // Tried with the next flags.
    }
  }
  return undefined;
}
