export interface WildcardOptions {
  readonly ignoreCase: boolean;
  /** Whether `\*` and `\?` stand for the characters themselves, as in query strings and in EC2's filters. */
  readonly escapes?: boolean;
}

/** `*` for any number of characters, `?` for exactly one, as in listener rules and EC2's filters. */
export function wildcard(pattern: string, { ignoreCase, escapes = false }: WildcardOptions): RegExp {
  const parts = escapes ? /\\[*?]|[\s\S]/g : /[\s\S]/g;
  const source = (pattern.match(parts) ?? []).map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return (part.length === 2 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, ignoreCase ? 'is' : 's');
}

/** How many wildcards there are: a rule may have so many. */
export function countWildcards(pattern: string, escapes = false): number {
  return (pattern.replaceAll(escapes ? /\\[*?]/g : /(?!)/g, '').match(/[*?]/g) ?? []).length;
}
