import { KINDS } from './made/kinds.ts';

/**
 * The names of all that is in an account that had nothing in it: what a run made and did not delete. On AWS the same
 * undoing is at work, but others' things are there too, and lists show for a while what is gone.
 */
export async function leftBehind(): Promise<string[]> {
  const found = await Promise.all(
    KINDS.map(async ({ what, named }) => (await named('')).map((name) => `${what} ${name}`)),
  );
  return found.flat();
}
