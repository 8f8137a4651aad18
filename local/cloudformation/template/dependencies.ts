import { formatError, type Template } from './parse.ts';
import { referencesIn } from './references.ts';

/** What each of the active resources needs before it, by logical id. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/** @throws AwsError ValidationError for a circle */
export function dependencies(template: Template, active: ReadonlySet<string>): Dependencies {
  const found = new Map<string, readonly string[]>();
  for (const logicalId of active) {
    const resource = template.Resources[logicalId];
    if (!resource) continue;
    const names = new Set([...referencesIn(resource.Properties), ...resource.DependsOn]);
    found.set(
      logicalId,
      [...names].filter((name) => active.has(name)),
    );
  }
  checkCircles(found);
  return found;
}

/** The same graph the other way: what must go before each of them can be deleted. */
export function inverted(graph: Dependencies): Dependencies {
  const users = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]));
  for (const [name, needs] of graph) for (const need of needs) users.get(need)?.push(name);
  return users;
}

function checkCircles(graph: Dependencies): void {
  const left = new Map(graph);
  let free: string[];
  do {
    free = [...left].filter(([, needs]) => !needs.some((need) => left.has(need))).map(([name]) => name);
    for (const name of free) left.delete(name);
  } while (free.length > 0);
  // What hangs on a circle is left too; AWS names them all.
  if (left.size > 0)
    throw formatError(`Circular dependency between resources: [${[...left.keys()].join(', ')}]`);
}
