/** What JSON.parse says of a text that only ends too soon. */
const ENDS_TOO_SOON = /end of JSON input|Unterminated|No number after|Exponent part|Bad Unicode escape/;

/** What is wrong with a text that should be JSON, and where; undefined where nothing is. */
export function jsonError(text: string): { readonly message: string; readonly offset: number } | undefined {
  const message = messageOf(text);
  if (message === undefined) return undefined;
  const told = /^(.*?) in JSON at position (\d+)|^(.*?) after JSON at position (\d+)/s.exec(message);
  if (told) return { message: told[1] ?? told[3] ?? message, offset: Number(told[2] ?? told[4]) };
  if (ENDS_TOO_SOON.test(message)) return { message: 'it ends too soon', offset: text.length };
  return { message: message.replace(/, .*$/s, ''), offset: firstWrong(text) };
}

function messageOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Where V8 does not tell: the first character at which the text's beginning is no longer one of good JSON. */
function firstWrong(text: string): number {
  let good = 0;
  let wrong = text.length;
  while (wrong - good > 1) {
    const middle = Math.floor((good + wrong) / 2);
    if (mayGoOn(text.slice(0, middle))) good = middle;
    else wrong = middle;
  }
  return good;
}

/** Whether nothing is wrong with it but that it may not be all. */
function mayGoOn(beginning: string): boolean {
  const message = messageOf(beginning);
  if (message === undefined || ENDS_TOO_SOON.test(message)) return true;
  return Number(/at position (\d+)/.exec(message)?.[1]) >= beginning.length;
}
