import { constants } from 'node:os';

/** The signal that an image wants to be stopped with: a name, with or without `SIG`, or a number. */
export function stopSignalOf(text: string | null | undefined): NodeJS.Signals {
  const wanted = (text ?? '').toUpperCase();
  const found = Object.entries(constants.signals).find(
    ([name, number]) => name === wanted || name === `SIG${wanted}` || String(number) === wanted,
  );
  // The keys of that table are the names that Node knows as signals.
  return (found?.[0] ?? 'SIGTERM') as NodeJS.Signals;
}
