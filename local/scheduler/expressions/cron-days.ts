import { numberOf, type Range, valuesOf, WEEK_DAYS, wrong } from './cron-field.ts';

export type DayOfMonth = (date: Date) => boolean;
export type DayOfWeek = (date: Date) => boolean;

const MONTH_DAYS: Range = { from: 1, to: 31 };
const DAYS_OF_WEEK: Range = { from: 1, to: 7, names: WEEK_DAYS };

const lastDay = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/** `L` is the last day, `15W` the weekday nearest to the 15th. @throws RangeError */
export function dayOfMonth(text: string): DayOfMonth {
  if (text === 'L') return (date) => date.getUTCDate() === lastDay(date);
  if (text === 'LW') return (date) => date.getUTCDate() === nearestWeekday(date, lastDay(date));
  if (text.endsWith('W')) {
    const day = numberOf('day-of-month', text.slice(0, -1), MONTH_DAYS);
    return (date) => day <= lastDay(date) && date.getUTCDate() === nearestWeekday(date, day);
  }
  const days = valuesOf('day-of-month', text, MONTH_DAYS);
  return (date) => days.has(date.getUTCDate());
}

/** `6L` is the month's last Friday, `3#2` its second Tuesday. @throws RangeError */
export function dayOfWeek(text: string): DayOfWeek {
  const weekDay = (date: Date) => date.getUTCDay() + 1;
  if (text === 'L') return (date) => weekDay(date) === DAYS_OF_WEEK.to;
  if (text.endsWith('L')) {
    const day = numberOf('day-of-week', text.slice(0, -1), DAYS_OF_WEEK);
    return (date) => weekDay(date) === day && date.getUTCDate() > lastDay(date) - 7;
  }
  const [name = '', nth, ...more] = text.split('#');
  if (nth !== undefined) {
    const day = numberOf('day-of-week', name, DAYS_OF_WEEK);
    if (!/^[1-5]$/.test(nth) || more.length > 0) throw wrong('day-of-week', text);
    return (date) => weekDay(date) === day && Math.ceil(date.getUTCDate() / 7) === Number(nth);
  }
  const days = valuesOf('day-of-week', text, DAYS_OF_WEEK);
  return (date) => days.has(weekDay(date));
}

/** Within the same month: the 1st on a Saturday is Monday the 3rd. */
function nearestWeekday(date: Date, day: number): number {
  const week = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (week === 6) return day === 1 ? 3 : day - 1;
  if (week === 0) return day === lastDay(date) ? day - 2 : day + 1;
  return day;
}
