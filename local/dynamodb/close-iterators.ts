import { createRequire } from 'node:module';

/** What dynalite reads its tables with. */
interface IteratorClass {
  readonly prototype: { return?: () => Promise<void>; close(): Promise<void> };
}

/**
 * Gives the iterators of dynalite's store the method that dynalite 4 ends them by: it calls `return`, which they lack,
 * and so each query's iterator would stay forever, and with it the table as it was then.
 */
export function closeIterators(): void {
  const own = createRequire(import.meta.url);
  // As dynalite finds it: it is no dependency of this project.
  const ofDynalite = createRequire(own.resolve('dynalite'));
  const store = ofDynalite('abstract-level') as Record<
    'AbstractKeyIterator' | 'AbstractValueIterator',
    IteratorClass
  >;
  for (const { prototype } of [store.AbstractKeyIterator, store.AbstractValueIterator])
    prototype.return ??= function (this: { close(): Promise<void> }) {
      return this.close();
    };
}
