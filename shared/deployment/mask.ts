import { isJsonList, type Json } from './json.ts';
import type { PlannedChange } from './plan.ts';

// A plan is printed, logged and pasted into chats. So what looks secret is not in it, and rather too much is left out
// than too little. What comes from Secrets Manager or Parameter Store is shown: it is an ARN, not a value.

/** What stands for a secret value. */
export const DOTS = '••••';

/** Parts of a name, wherever they stand in it. */
const ANYWHERE =
  /passw|pass$|passphrase|secret|token|credential|api_?key|private_?key|access_?key|connection_?string/i;

/** Parts of a name that are common within other words: only as words of their own. */
const AS_A_WORD =
  /(?:^|[^a-z])(?:pass|pwd|pw|keys?|dsn|auth|authorization|bearer|signature|salt|creds?|jwt|cookie)(?:$|[^a-z])/i;

/** Values that are secret whatever they are called. */
const VALUES = [
  // A URL with a user and a password in it.
  /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  // Access keys of AWS; tokens of GitHub, GitLab, Slack and Stripe; JSON web tokens.
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_live_)[0-9A-Za-z_-]{10,}/,
  /\beyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}\./,
];

/** A word of a command line that gives a secret: `--password=x`, `DB_TOKEN=x`. */
const GIVES = /^-*([\w.-]+)[=:]./;

/** Where names of things stand and no values: an ARN or a name that ECS reads the secret by. */
const REFERENCES = ['secrets', 'secretOptions', 'repositoryCredentials', 'credentialSpecs'];

export function isSecret(path: readonly string[], value: Json | undefined): boolean {
  if (path.some((step) => REFERENCES.includes(step))) return false;
  if (isJsonList(value)) {
    return value.some((entry, index) => isSecret(path, entry) || followsSecretOption(value, index));
  }
  if (typeof value !== 'string')
    return value !== undefined && value !== null && looksSecret(path.at(-1) ?? '');
  const given = GIVES.exec(value)?.[1];
  return (
    looksSecret(path.at(-1) ?? '') ||
    VALUES.some((secret) => secret.test(value)) ||
    (given !== undefined && looksSecret(given))
  );
}

/** `--password x` in a command. */
function followsSecretOption(list: readonly Json[], index: number): boolean {
  const option = list[index - 1];
  return typeof option === 'string' && option.startsWith('-') && looksSecret(option);
}

function looksSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return ANYWHERE.test(words) || AS_A_WORD.test(words);
}

/** The same change with dots for its values, where one of them is secret. */
export function masked(path: readonly string[], { before, after, ...change }: PlannedChange): PlannedChange {
  if (!isSecret(path, before) && !isSecret(path, after)) {
    return {
      ...change,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  }
  return {
    ...change,
    ...(before === undefined ? {} : { before: DOTS }),
    ...(after === undefined ? {} : { after: before === undefined ? DOTS : `${DOTS} (changed)` }),
    secret: true,
  };
}
