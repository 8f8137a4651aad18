export const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Sunday is 1. */
export const WEEK_DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

export interface Range {
  readonly from: number;
  readonly to: number;
  /** In the order of the numbers, the first is `from`. */
  readonly names?: readonly string[];
}

/** All numbers that a field stands for: `*`, `5`, `1-5`, `0/15`, `MON-FRI`, and lists of these. @throws RangeError */
export function valuesOf(field: string, text: string, range: Range): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [body = '', step, ...more] = part.split('/');
    const every = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(every) || every < 1 || more.length > 0) throw wrong(field, text);
    const [from, to] = ends(field, body, range, step !== undefined);
    // A range may go over the end of the week or the year: FRI-MON.
    const length = to >= from ? to - from : to - from + (range.to - range.from + 1);
    for (let at = 0; at <= length; at += every)
      values.add(range.from + ((from - range.from + at) % (range.to - range.from + 1)));
  }
  return values;
}

function ends(field: string, body: string, range: Range, hasStep: boolean): [from: number, to: number] {
  if (body === '*') return [range.from, range.to];
  const [first = '', last, ...more] = body.split('-');
  if (more.length > 0) throw wrong(field, body);
  const from = numberOf(field, first, range);
  // `5/10` goes on from 5 to the end.
  return [from, last === undefined ? (hasStep ? range.to : from) : numberOf(field, last, range)];
}

export function numberOf(field: string, text: string, { from, to, names = [] }: Range): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? from + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw wrong(field, text);
}

export const wrong = (field: string, text: string): RangeError =>
  new RangeError(`"${text}" is not a valid ${field} field of a cron expression`);
