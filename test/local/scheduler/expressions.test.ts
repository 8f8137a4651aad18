import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../local/scheduler/expressions/expression.ts';

function following(text: string, after: string, count: number): string[] {
  const expression = parseExpression(text);
  if (expression.kind !== 'times') throw new Error('not a list of times');
  const times: string[] = [];
  let at = Date.parse(after);
  while (times.length < count) {
    const next = expression.next(at);
    if (next === undefined) break;
    times.push(new Date(next).toISOString().slice(0, 16));
    at = next;
  }
  return times;
}

describe('a schedule', () => {
  it.each([
    ['cron(0 10 * * ? *)', ['2026-11-20T10:00', '2026-11-21T10:00']],
    ['cron(15 12 * * ? *)', ['2026-11-20T12:15', '2026-11-21T12:15']],
    ['cron(0 18 ? * MON-FRI *)', ['2026-11-20T18:00', '2026-11-23T18:00']],
    ['cron(0 8 1 * ? *)', ['2026-12-01T08:00', '2027-01-01T08:00']],
    ['cron(0/30 * ? * * *)', ['2026-11-20T07:30', '2026-11-20T08:00']],
    ['cron(0 9 ? * 2#1 *)', ['2026-12-07T09:00', '2027-01-04T09:00']],
    ['cron(0 9 L * ? *)', ['2026-11-30T09:00', '2026-12-31T09:00']],
    ['cron(0 9 ? * 6L *)', ['2026-11-27T09:00', '2026-12-25T09:00']],
    ['cron(0 9 15W * ? *)', ['2026-12-15T09:00', '2027-01-15T09:00']],
    ['cron(0 0 1W AUG ? 2027-2028)', ['2027-08-02T00:00', '2028-08-01T00:00']],
    ['cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['at(2026-11-20T13:00:00)', ['2026-11-20T13:00']],
    ['cron(0 0 1 1 ? 2020)', []],
  ])('%s', (text, times) => {
    // A Friday.
    expect(following(text, '2026-11-20T07:00:30Z', 2)).toEqual(times);
  });

  it('by rate is a length of time', () => {
    expect(parseExpression('rate(5 minutes)')).toEqual({ kind: 'rate', seconds: 300 });
    expect(parseExpression('rate(1 day)')).toEqual({ kind: 'rate', seconds: 86_400 });
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'cron(0 10 * * *)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(60 10 * * ? *)',
    'cron(0 10 * * 3#6 *)',
    'at(tomorrow)',
    'every day',
  ])('%s is refused', (text) => {
    expect(() => parseExpression(text)).toThrow(RangeError);
  });
});
