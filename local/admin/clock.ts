import * as z from 'zod';
import { parseDuration } from '../clock/duration.ts';
import type { Clock } from '../clock.ts';
import type { AdminResource } from './resource.ts';

const length = z.pipe(z.union([z.string(), z.number()]), z.transform(secondsOf));

const wanted = z.strictObject({
  /** True stops AWS's time, false lets it go on. Comes before the move. */
  hold: z.optional(z.boolean()),
  /** How far to move it: seconds, or text as `45s`, `15m`, `3d`. */
  move: z.optional(length),
  /** In steps of so much, and not in one go. */
  every: z.optional(length),
});

/** Holds, moves and tells the cloud's time. A move is answered when what it set off has ended. */
export function clockResource(clock: Clock): AdminResource {
  const tell = () => ({
    now: clock.date().toISOString(),
    held: clock.isHeld,
    movedSeconds: clock.moved / 1000,
    pace: clock.pace,
    /** Real work that is under way. */
    running: clock.running,
  });
  return {
    usage: 'GET /_local/clock; POST /_local/clock {"hold": true|false, "move": "3d", "every": "5s"}',
    GET: () => ({ status: 200, body: tell() }),
    async POST({ body }) {
      const asked = wanted.safeParse(body);
      if (!asked.success) return { status: 400, body: { error: z.prettifyError(asked.error) } };
      const { hold, move, every } = asked.data;
      if (every !== undefined && move === undefined)
        return { status: 400, body: { error: 'every is of a move: say how far with "move"' } };
      if (hold === true) clock.hold();
      if (hold === false) clock.release();
      if (move !== undefined) await clock.move(move, every === undefined ? {} : { every });
      return { status: 200, body: tell() };
    },
  };
}

function secondsOf(given: string | number, check: z.core.ParsePayload): number {
  try {
    const seconds = typeof given === 'number' ? given : parseDuration(given);
    if (seconds >= 0) return seconds;
    throw new RangeError(`${given} is in the past: the clock moves forward only`);
  } catch (error) {
    check.issues.push({ code: 'custom', input: given, message: (error as Error).message });
    return z.NEVER;
  }
}
