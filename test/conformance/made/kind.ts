/** What conformance runs make of one kind. It is found and removed by its name, which begins with that of its run. */
export interface Kind {
  readonly what: string;
  /** What it never ends without: kept where it could not be removed. Roles are kept for everything. */
  readonly needs?: readonly Kind[];
  /** The names of all that begin so; with nothing, of all that there are. */
  readonly named: (beginning: string) => Promise<string[]>;
  /**
   * Removes it, with all that hangs on it. One that is not there, whose making was never done or never told, is removed
   * already.
   * @throws StillThere, or AWS's own error, while it is in use or on its way: it has to be removed again then
   */
  readonly remove: (name: string) => Promise<unknown>;
}

/** It is on its way: not yet gone. */
export class StillThere extends Error {
  override name = 'StillThere';
}

/** All that comes on all pages. */
export async function listed<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(itemsOf(page) ?? []));
  return all;
}

/** The names among these that begin so. */
export const beginningWith = (beginning: string, names: readonly (string | undefined)[]): string[] =>
  names.filter((name) => name !== undefined).filter((name) => name.startsWith(beginning));

/** Takes each service's own word for "it is not there" as an answer. */
export function unlessGone(error: Error): undefined {
  if (/NotFound|NotActive|NoSuchEntity|DoesNotExist|NonExistent/.test(error.name)) return undefined;
  throw error;
}
