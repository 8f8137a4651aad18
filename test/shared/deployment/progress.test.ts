import { expect, it } from 'vitest';
import { begun, lookedAgain } from '../../../shared/deployment/progress.ts';

it('counts no time for the limit in which the provider waited as it was told to', () => {
  const rolling = lookedAgain(begun(0), { kind: 'running' }, 10_000);
  expect(rolling.spared).toBe(0);
  // It begins to wait somewhere between two looks: all of that time is spared.
  const paused = lookedAgain(rolling, { kind: 'running', waits: true }, 15_000);
  expect(paused.spared).toBe(5_000);
  const goesOn = lookedAgain(paused, { kind: 'running' }, 3_600_000);
  expect(goesOn.spared).toBe(3_590_000);
  expect(lookedAgain(goesOn, { kind: 'running' }, 3_700_000).spared).toBe(3_590_000);
});
