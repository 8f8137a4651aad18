import { AwsError } from '../gateway/service.ts';

/**
 * A filter pattern for unstructured events: all plain terms and quoted phrases, any of the `?terms`, none of the
 * `-terms`; case matters. Patterns for JSON (`{…}`), columns (`[…]`) and regular expressions (`%…%`) are refused.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws AwsError InvalidParameterException
 */
export function matcherOf(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? '';
  if (/^[{[%]/.test(text))
    throw new AwsError(
      'InvalidParameterException',
      `The local cloud filters by terms and quoted phrases only, not by the pattern ${text}`,
    );
  const all: string[] = [];
  const any: string[] = [];
  const none: string[] = [];
  for (const [, sign, phrase, word] of text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    const term = phrase?.replace(/\\(.)/g, '$1') ?? word ?? '';
    if (sign === '?') any.push(term);
    else if (sign === '-') none.push(term);
    else all.push(term);
  }
  return (message) => {
    const has = (term: string) => message.includes(term);
    // With any other term present, AWS ignores the optional ones.
    const isAny = any.length === 0 || all.length > 0 || any.some(has);
    return all.every(has) && isAny && !none.some(has);
  };
}
