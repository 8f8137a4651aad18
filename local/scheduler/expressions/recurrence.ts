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
 * times between calls are all shortened alike. @returns how to stop it
 */
export function recur(clock: Clock, expression: Expression, options: RecurrenceOptions): () => void {
  let timer: Timer | undefined;
  let isStopped = false;
  const schedule = (now: number): void => {
    const due = nextDue(expression, now, options.from ?? 0);
    if (due === undefined || due > (options.until ?? Infinity)) {
      options.onEnd?.();
      return;
    }
    timer = clock.after((due - now) / 1000, () => {
      options.onDue(due);
      // Never behind the real time, so that late timers do not add up.
      if (!isStopped) schedule(Math.max(due, clock.now()));
    });
  };
  schedule(clock.now());
  return () => {
    isStopped = true;
    timer?.cancel();
  };
}

function nextDue(expression: Expression, now: number, from: number): number | undefined {
  if (expression.kind === 'times') return expression.next(Math.max(now, from - 1));
  // A rate is counted from its start; without one, from when it was made.
  return now < from ? from : now + expression.seconds * 1000;
}
