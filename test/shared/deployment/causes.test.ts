import { expect, it } from 'vitest';
import { type Cause, mergeCauses, tellCauses, writeCauses } from '../../../shared/deployment/causes.ts';

const cause = (what: string, more: Partial<Cause> = {}): Cause => ({
  what,
  times: 1,
  rank: 1,
  text: what,
  ...more,
});

it('keeps what was seen early and can no longer be had, and of the same the one seen more often', () => {
  const early = [cause('exit 1'), cause('target 500', { rank: 3 })];
  const late = [cause('event', { rank: 4 }), cause('exit 1', { times: 4, text: '4 tasks: exit 1' })];
  expect(mergeCauses(early, late, undefined).map(({ text }) => text)).toEqual([
    '4 tasks: exit 1',
    'target 500',
    'event',
  ]);
});

it('tells what a message has room for, and writes all of it down', () => {
  const many = Array.from({ length: 9 }, (_, n) =>
    cause(`${n} ${'x'.repeat(2000)}`, { lines: ['one', 'two'] }),
  );
  expect(tellCauses(many).join(' ').length).toBeLessThan(3000);
  expect(tellCauses(many).length).toBeGreaterThan(1);
  expect(writeCauses(many).split('\n')).toHaveLength(27);
});
