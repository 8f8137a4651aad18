import { expect, it } from 'vitest';
import { quoteLine } from '../../../../shared/targets/ecs/quote-line.ts';

it.each([
  ['\u001b[31mError:\u001b[0m no\ttable\u0007', 'Error: no table'],
  ['cannot reach postgres://web:hunter2@db:5432/web', 'cannot reach postgres://web:••••@db:5432/web'],
  ['DB_PASSWORD=hunter2 HOST=db', 'DB_PASSWORD=•••• HOST=db'],
  ['{"apiKey": "0123456789", "user": "mira"}', '{"apiKey": "••••", "user": "mira"}'],
  ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer ••••'],
  ['key AKIAIOSFODNN7EXAMPLE is not valid', 'key AKIA•••• is not valid'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl is over', 'token eyJ•••• is over'],
  ['The password of mira is wrong', 'The password of mira is wrong'],
])('%j is shown as %j', (line, shown) => {
  expect(quoteLine(line)).toBe(shown);
});

it('is bounded', () => {
  expect(quoteLine('x'.repeat(10_000))).toHaveLength(300);
});
