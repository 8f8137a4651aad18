import type { AlarmBook } from './alarm-book.ts';

/** What the operations work on. */
export interface Context {
  readonly book: AlarmBook;
}
