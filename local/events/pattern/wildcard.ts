/** `*` stands for any text, `\*` and `\\` for themselves. @throws what `invalid` makes */
export function wildcard(pattern: string, invalid: (reason: string) => Error): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern.charAt(at);
    if (letter === '\\') {
      const escaped = pattern.charAt(++at);
      if (escaped !== '*' && escaped !== '\\')
        throw invalid(`Invalid escape character at pos ${at - 1} in ${pattern}`);
      source += `\\${escaped}`;
    } else if (letter === '*') {
      if (pattern.charAt(at + 1) === '*')
        throw invalid(`Consecutive wildcard characters at pos ${at} in ${pattern}`);
      source += '.*';
    } else source += letter.replace(/[$()*+.?[\]^{|}/-]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 's');
}
