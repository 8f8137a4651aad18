const compiled = new Map<string, RegExp>();

/** In a pattern, a star and a question mark that stand for themselves: nobody types these (Unicode, private use). */
export const LITERAL_STAR = '\uE000';
export const LITERAL_MARK = '\uE001';

/** Whether a text is as an IAM pattern says: `*` is any text, `?` any one character. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
      .replaceAll(LITERAL_STAR, '\\*')
      .replaceAll(LITERAL_MARK, '\\?');
    expression = new RegExp(`^${source}$`, 's');
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Patterns that are kept: values of requests are part of some, so there is no end to them. */
const MOST_COMPILED = 1000;

/** As `ArnLike` compares: each of an ARN's six parts by itself. */
export function matchesArn(pattern: string, arn: string): boolean {
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  return (
    wanted.length === given.length && wanted.every((part, index) => matchesWildcard(part, given[index] ?? ''))
  );
}

/** The sixth part, the resource, may have colons of its own. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
