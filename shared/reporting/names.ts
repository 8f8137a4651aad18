/** What of a release names it for people. */
export interface NamedRelease {
  readonly digest: string;
  readonly tag?: string | undefined;
  readonly commit?: string | undefined;
}

/** As git shortens it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** As docker shortens it: the first 12 digits. */
export function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

/** The shortest name that a person knows a release by: its commit, else its tag, else its digest. */
export function releaseName({ commit, tag, digest }: NamedRelease): string {
  return commit !== undefined ? shortCommit(commit) : (tag ?? shortDigest(digest));
}
