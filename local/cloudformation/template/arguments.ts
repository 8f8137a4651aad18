/** Checks of what a function was given. @throws Error worded as CloudFormation's template errors */
export function list(name: string, value: unknown, length?: number): readonly unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new Error(
    `Template error: ${name} needs a list${length === undefined ? '' : ` of ${length}`}, not ${JSON.stringify(value)}`,
  );
}

export function text(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new Error(`Template error: ${name} needs a string, not ${JSON.stringify(value)}`);
}

export function whole(name: string, value: unknown): number {
  const number = Number(text(name, value));
  if (Number.isInteger(number)) return number;
  throw new Error(`Template error: ${name} needs a whole number, not ${JSON.stringify(value)}`);
}

/** `Fn::GetAtt` may be given as a list or as text with a dot. */
export function attributePath(argument: unknown): { logicalId: string; attribute: unknown } {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return { logicalId: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  const [logicalId, attribute] = list('Fn::GetAtt', argument, 2);
  return { logicalId: text('Fn::GetAtt', logicalId), attribute };
}

/** The names in the text of a `Fn::Sub`, `${!Literal}` left out. */
export const SUBSTITUTION = /\$\{(!?)\s*([^}]*?)\s*\}/g;

export function subArgument(argument: unknown): { text: string; own: Readonly<Record<string, unknown>> } {
  if (typeof argument === 'string') return { text: argument, own: {} };
  const [first, own] = list('Fn::Sub', argument, 2);
  if (typeof own !== 'object' || own === null)
    throw new Error('Template error: Fn::Sub needs a map as its second argument');
  // A checked object: its values are still unknown.
  return { text: text('Fn::Sub', first), own: own as Record<string, unknown> };
}
