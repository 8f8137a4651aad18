const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time with two parts at most: `0.4 s`, `34 s`, `1 min 34 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatSpan(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(0, Math.round(seconds * 10) / 10)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return parts(whole, MINUTE, 'min', 1, 's');
  return whole < DAY ? parts(whole, HOUR, 'h', MINUTE, 'min') : parts(whole, DAY, 'd', HOUR, 'h');
}

function parts(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/**
 * How long ago something was, in its largest part: `just now`, `5 min ago`, `3 d ago`.
 *
 * @param at @param now milliseconds since 1970
 */
export function formatAge(at: number, now: number): string {
  const seconds = (now - at) / 1000;
  // Clocks differ by a little: what lies ahead is now.
  if (seconds < 1) return 'just now';
  if (seconds < MINUTE) return `${Math.floor(seconds)} s ago`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`;
  return seconds < DAY ? `${Math.floor(seconds / HOUR)} h ago` : `${Math.floor(seconds / DAY)} d ago`;
}

/** The time of day in UTC, `07:30:12`. @param at milliseconds since 1970 */
export function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
