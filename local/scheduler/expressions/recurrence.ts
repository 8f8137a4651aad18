import type { Clock, Timer } from '../../clock.ts';
import type { Expression } from './expression.ts';

export interface RecurrenceOptions {
  /** Called with the time that was due, in milliseconds since 1970. */
  readonly onDue: (due: number) => void;
  /** Milliseconds since 1970; nothing is due before or after these. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Called when nothing will be due any more. */
  readonly onEnd?: () => void;
}

/**
 * Calls back at each time that an expression names. With a paced clock its own time runs ahead of the real one: the
 * times between calls are all shortened alike. A clock that is moved to a time of day that was named, or past it, brings
 * that one, and goes on from there. @returns how to stop it
 */
export function recur(clock: Clock, expression: Expression, options: RecurrenceOptions): () => void {
  let next: { readonly due: number; readonly timer: Timer } | undefined;
  let isStopped = false;
  const schedule = (now: number): void => {
    const due = nextDue(expression, now, options.from ?? 0);
    if (due === undefined || due > (options.until ?? Infinity)) {
      forget();
      options.onEnd?.();
      return;
    }
    next = { due, timer: clock.after((due - now) / 1000, () => come(due)) };
  };
  const come = (due: number): void => {
    next = undefined;
    options.onDue(due);
    // Never behind the real time, so that late timers do not add up.
    if (!isStopped) schedule(Math.max(due, clock.now()));
  };
  // While the clock was held, time stamps went on and the timer did not: a time of day goes by the time stamps.
  const forget = clock.onMove(() => {
    if (!next || expression.kind !== 'times' || next.due > clock.now()) return;
    const { due, timer } = next;
    timer.cancel();
    next = { due, timer: clock.after(0, () => come(due)) };
  });
  schedule(clock.now());
  return () => {
    isStopped = true;
    forget();
    next?.timer.cancel();
  };
}

function nextDue(expression: Expression, now: number, from: number): number | undefined {
  if (expression.kind === 'times') return expression.next(Math.max(now, from - 1));
  // A rate is counted from its start; without one, from when it was made.
  return now < from ? from : now + expression.seconds * 1000;
}
