/** Characters of one line that are shown: enough for an error's message and where it was thrown. */
const MOST_OF_A_LINE = 300;

// Codes by which programs colour their output for a terminal, and every other character that cannot be seen.
const ESCAPES = /\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu;
const CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** What looks like a secret, each with what is left of it. A log line goes to chats: rather one mask too many. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // A password in an address: postgres://user:PASSWORD@host
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, '$1••••@'],
  // NAME=VALUE, "name": "value", --name value; the name says that it is one.
  [
    /((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?)\w*["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    '$1••••',
  ],
  [/\b(bearer|basic)\s+[a-z0-9+/=._~-]{8,}/gi, '$1 ••••'],
  // Access keys of AWS, and tokens of others that say what they are by how they begin.
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, '$1••••'],
  [/\b(gh[pousr]_|github_pat_|xox[abprs]-|sk_live_|sk-)[A-Za-z0-9_-]{8,}/g, '$1••••'],
  // JSON Web Tokens
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, 'eyJ••••'],
];

/** A line of somebody's output as it may be shown to people: in one line, of bounded length, what looks like a secret masked. */
export function quoteLine(text: string, most = MOST_OF_A_LINE): string {
  const line = text.replaceAll(ESCAPES, '').replaceAll(CONTROLS, ' ').trimEnd();
  const masked = SECRETS.reduce((shown, [pattern, mask]) => shown.replaceAll(pattern, mask), line);
  return masked.length <= most ? masked : `${masked.slice(0, most - 1)}…`;
}
