import { ActiveFault, type ListedFault } from './active-fault.ts';
import {
  BadFault,
  type CheckedFault,
  checkFault,
  type Fault,
  type FaultKind,
  type FaultOf,
  type Problem,
} from './fault.ts';

/** What is wrong with a fault in this cloud: a service that it has not, for example. */
type Check = (fault: CheckedFault) => Problem | undefined;

/** The faults of one local cloud. They are in force from `add` to `remove`. */
export class Faults {
  readonly #active = new Map<string, ActiveFault>();
  readonly #checks: Check[] = [];
  readonly #listeners = new Set<(fault: ActiveFault) => void>();
  #added = 0;

  /** @throws BadFault which names the field and what it may be */
  add(fault: Fault): ListedFault {
    const checked = checkFault(fault);
    for (const check of this.#checks) {
      const problem = check(checked);
      if (problem !== undefined) throw new BadFault(checked.kind, problem);
    }
    const active = new ActiveFault(`fault-${++this.#added}`, checked);
    this.#active.set(active.id, active);
    for (const listener of this.#listeners) listener(active);
    return active.list();
  }

  /** Whether there was one of that id. */
  remove(id: string): boolean {
    return this.#active.delete(id);
  }

  clear(): void {
    this.#active.clear();
  }

  /** Whether a fault is still in force. */
  has(id: string): boolean {
    return this.#active.has(id);
  }

  /** Calls back for each fault that is added. Returns how to stop that. */
  onAdded(listener: (fault: ActiveFault) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** In the order in which they were added. */
  list(): ListedFault[] {
    return [...this.#active.values()].map((active) => active.list());
  }

  /** Those of some kinds that are in force now, in the order in which they were added. */
  of<Kind extends FaultKind>(...kinds: readonly Kind[]): ActiveFault<FaultOf<Kind>>[] {
    // Told apart by its kind, which is what the types go by.
    return [...this.#active.values()].filter(({ fault }) =>
      kinds.some((kind) => kind === fault.kind),
    ) as unknown as ActiveFault<FaultOf<Kind>>[];
  }

  /** For those who know what there is in the cloud. */
  check(check: Check): void {
    this.#checks.push(check);
  }
}
