import { type DayOfMonth, type DayOfWeek, dayOfMonth, dayOfWeek } from './cron-days.ts';
import { MONTHS, valuesOf } from './cron-field.ts';

/** AWS's last year in a cron expression. */
const LAST_YEAR = 2199;
const DAY_MS = 86_400_000;

/**
 * `minutes hours day-of-month month day-of-week year`, with `, - * / ? L W #`, in UTC.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 * @throws RangeError that names the field
 */
export function parseCron(text: string): (after: number) => number | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', monthDay = '', month = '', weekDay = '', year = ''] = fields;
  if (fields.length !== 6) throw new RangeError(`cron(${text}) must have six fields, not ${fields.length}`);
  if ((monthDay === '?') === (weekDay === '?'))
    throw new RangeError(
      `cron(${text}) must have ? as its day of the month or its day of the week, and not as both`,
    );
  const minutes = [...valuesOf('minutes', minute, { from: 0, to: 59 })].sort((a, b) => a - b);
  const hours = [...valuesOf('hours', hour, { from: 0, to: 23 })].sort((a, b) => a - b);
  const months = valuesOf('month', month, { from: 1, to: 12, names: MONTHS });
  const years = valuesOf('year', year, { from: 1970, to: LAST_YEAR });
  const isDay: DayOfMonth | DayOfWeek = monthDay === '?' ? dayOfWeek(weekDay) : dayOfMonth(monthDay);

  return (after) => {
    const start = Math.floor(after / DAY_MS) * DAY_MS;
    for (let midnight = start; ; midnight += DAY_MS) {
      const date = new Date(midnight);
      if (date.getUTCFullYear() > LAST_YEAR) return undefined;
      if (!years.has(date.getUTCFullYear()) || !months.has(date.getUTCMonth() + 1) || !isDay(date)) continue;
      for (const h of hours)
        for (const m of minutes) {
          const time = midnight + (h * 60 + m) * 60_000;
          if (time > after) return time;
        }
    }
  };
}
