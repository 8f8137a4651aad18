/**
 * A path pattern of `.dockerignore` and `COPY` as a regular expression: `*` and `?` stay within one name, `**` does
 * not, `[…]` is a set of characters (Go's filepath.Match).
 */
export function patternSource(pattern: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (pattern.startsWith('**/', at)) {
      source += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at++;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[' && pattern.indexOf(']', at) > at) {
      const end = pattern.indexOf(']', at);
      source += pattern.slice(at, end + 1);
      at = end;
    } else source += character.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
  }
  return source;
}
