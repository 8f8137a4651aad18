const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** How a duration may be written, for messages. */
export const DURATION_FORM = 'a duration: "500ms", "10s", "5m", "1h" or a number of seconds';

/** The seconds that `500ms`, `10s`, `5m`, `1h` or a plain number mean; undefined when it is none of these. */
export function parseDuration(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const found = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(value.trim());
  const amount = found?.[1];
  if (amount === undefined) return undefined;
  const seconds = Number(amount) * (SECONDS_OF_UNIT[found?.[2] ?? 's'] ?? 1);
  // 300 × 0.001 is 0.30000000000000004: nobody means that.
  return Math.round(seconds * 1000) / 1000;
}

/** The shortest form that means the same: 90 is `90s`, 120 is `2m`, 0.5 is `500ms`. */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return '0s';
  if (!Number.isInteger(seconds)) return seconds < 1 ? `${Math.round(seconds * 1000)}ms` : `${seconds}s`;
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
