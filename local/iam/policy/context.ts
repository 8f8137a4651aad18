/** What is known of a request, by condition key: `aws:SourceAccount`, `iam:PassedToService`. Keys know no case. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** A key's values; undefined where the request has none of that key. */
export function valuesOf(context: Context, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return found === undefined ? undefined : [found].flat();
}
