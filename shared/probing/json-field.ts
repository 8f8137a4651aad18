/**
 * What stands at a path of members and places with dots between, `checks.0.state`; undefined where nothing does. Only
 * what a JSON text has: no member that an object has by itself.
 */
export function fieldAt(value: unknown, path: string): unknown {
  let at = value;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    // An object that came from JSON, with a member of that name.
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return at;
}
