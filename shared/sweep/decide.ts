import type { SweepPolicy } from './policy.ts';
import type { Reference, Resource } from './resource.ts';

export interface Inventory {
  readonly resources: readonly Resource[];
  readonly references: readonly Reference[];
}

export interface Decision {
  readonly remove: readonly { readonly resource: Resource; readonly reason: string }[];
  readonly keep: readonly { readonly kind: string; readonly id: string; readonly because: string }[];
}

/**
 * References decide: what is used stays, and with it whatever that holds; then what is too young and the newest of each
 * group, and whatever those hold. The rest may go.
 *
 * @param now milliseconds since 1970
 */
export function decideSweep(
  { resources, references }: Inventory,
  policy: SweepPolicy,
  now: number,
): Decision {
  const kept = new Keeping(resources);
  for (const { name, because } of references) kept.keepNamed(name, because);
  for (const resource of resources) {
    const reason = reasonToStay(resource, policy, now);
    if (reason !== undefined) kept.keep(resource, reason);
  }
  for (const [kind, { keepNewest }] of Object.entries(policy)) {
    // Only now: what an earlier kind keeps does not count among the newest of a later one.
    const free = resources.filter(
      (resource) => resource.kind === kind && !kept.has(resource) && !resource.isPart,
    );
    for (const group of Map.groupBy(free, (resource) => resource.group).values()) {
      for (const resource of group.sort(newestFirst).slice(0, keepNewest)) {
        kept.keep(resource, `it is one of the newest ${keepNewest} of ${resource.group}`);
      }
    }
  }
  return {
    remove: resources
      .filter((resource) => !kept.has(resource))
      .map((resource) => ({ resource, reason: reasonToGo(resource, now) })),
    keep: kept.list(),
  };
}

function reasonToStay(resource: Resource, policy: SweepPolicy, now: number): string | undefined {
  const rule = policy[resource.kind];
  if (resource.untouchable !== undefined) return resource.untouchable;
  if (!rule) return `${resource.kind} are not swept this time`;
  if (resource.createdAt === undefined) return 'its age is not known';
  const young = now - resource.createdAt < rule.minimumAgeSeconds * 1000;
  return young ? `it is younger than ${rule.minimumAgeSeconds / 3600} h` : undefined;
}

function reasonToGo({ isPart, createdAt }: Resource, now: number): string {
  if (isPart) return 'what it is a part of goes';
  const hours = createdAt === undefined ? 0 : Math.floor((now - createdAt) / 3_600_000);
  return `nothing uses it${hours > 0 ? `, ${hours} h old` : ''}`;
}

function newestFirst(a: Resource, b: Resource): number {
  return (b.createdAt ?? 0) - (a.createdAt ?? 0) || (a.id < b.id ? 1 : -1);
}

/** What stays so far, and why. To keep one keeps all that it holds. */
class Keeping {
  readonly #byName = new Map<string, Resource[]>();
  readonly #because = new Map<Resource, string>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      for (const name of new Set([resource.id, ...resource.names])) {
        const named = this.#byName.get(name);
        if (named) named.push(resource);
        else this.#byName.set(name, [resource]);
      }
    }
  }

  has(resource: Resource): boolean {
    return this.#because.has(resource);
  }

  keep(resource: Resource, because: string): void {
    const waiting = [{ resource, because }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (this.#because.has(next.resource)) continue;
      this.#because.set(next.resource, next.because);
      const reason = `${next.resource.id} stays and uses it`;
      for (const name of next.resource.holds) {
        for (const held of this.#byName.get(name) ?? []) waiting.push({ resource: held, because: reason });
      }
    }
  }

  keepNamed(name: string, because: string): void {
    for (const resource of this.#byName.get(name) ?? []) this.keep(resource, because);
  }

  list(): Decision['keep'] {
    return [...this.#because].map(([{ kind, id }, because]) => ({ kind, id, because }));
  }
}
