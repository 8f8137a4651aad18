import * as z from 'zod';
import { DURATION_FORM, formatDuration, parseDuration } from './durations.ts';

/** A duration in slipway.yml, as seconds. @param least @param most in seconds */
export function duration(least: number, most: number) {
  return z
    .union([z.string(), z.number()], { error: `must be ${DURATION_FORM}` })
    .transform((value, context) => {
      const seconds = parseDuration(value);
      if (seconds !== undefined && seconds >= least && seconds <= most) return seconds;
      const message =
        seconds === undefined
          ? `must be ${DURATION_FORM}, not ${JSON.stringify(value)}`
          : `must be between ${formatDuration(least)} and ${formatDuration(most)}, not ${value}`;
      context.issues.push({ code: 'custom', message, input: value });
      return z.NEVER;
    });
}
