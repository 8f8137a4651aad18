import type { WireRequest } from './message.ts';

/**
 * The `date` of an answer: when its request was signed. Signatures are not checked here, and a caller whose time is
 * not ours (a function after the clock was moved by hand, or a test that did not move with it) is in order. An SDK that
 * saw another date in a refusal would take it for its own clock's error, and ask once more.
 */
export function answerDate({ headers }: WireRequest): Record<string, string> {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '') ?? [];
  if (year === undefined) return {};
  const signed = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(signed.getTime()) ? {} : { date: signed.toUTCString() };
}
