import type { ExpectedVersion } from '../deployment/ports.ts';

/**
 * Whether a told version is the expected one. A commit may be told inside a longer text (`web@<commit>`, a page): in full
 * anywhere, or its first 7 digits or more as a word of their own. A tag is told by itself alone.
 */
export function isVersion(told: string, { commit, tag }: ExpectedVersion): boolean {
  const full = commit?.toLowerCase();
  if (full === undefined) return tag !== undefined && told.trim() === tag;
  const text = told.toLowerCase();
  return (
    text.includes(full) ||
    (text.match(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/g) ?? []).some((word) => full.startsWith(word))
  );
}
