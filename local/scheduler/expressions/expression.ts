import { parseCron } from './cron.ts';

/** When something is due. All times are milliseconds since 1970, in UTC. */
export type Expression =
  | { readonly kind: 'rate'; readonly seconds: number }
  /** `next`: the first time after `after`; undefined when there is none any more. */
  | { readonly kind: 'times'; readonly next: (after: number) => number | undefined };

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * `rate(5 minutes)`, `cron(0 12 * * ? *)`, `at(2026-11-20T13:00:00)`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @throws RangeError that says what is wrong with it
 */
export function parseExpression(text: string): Expression {
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  if (kind === 'rate') {
    const [, value, unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? [];
    const count = Number(value);
    // AWS wants "1 minute" and "2 minutes", and no other.
    if (!(count > 0) || (count === 1) === (plural === 's')) throw wrong(text);
    return { kind: 'rate', seconds: count * (UNIT_SECONDS[unit] ?? 0) };
  }
  if (kind === 'at') {
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body) ? Date.parse(`${body}Z`) : Number.NaN;
    if (Number.isNaN(time)) throw wrong(text);
    return { kind: 'times', next: (after) => (time > after ? time : undefined) };
  }
  if (kind === 'cron') return { kind: 'times', next: parseCron(body) };
  throw wrong(text);
}

const wrong = (text: string): RangeError => new RangeError(`Invalid Schedule Expression ${text}.`);
