import { jsonWords } from './copy.ts';
import type { Step } from './dockerfile.ts';

const units: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** `HEALTHCHECK` as image configurations have it, with times in nanoseconds. ECS does not look at it. */
export function healthCheck(step: Step): Record<string, unknown> {
  if (step.text.toUpperCase() === 'NONE') return { Test: ['NONE'] };
  const command = /^CMD\s+(?<command>.+)$/is.exec(step.text)?.groups?.command;
  if (command === undefined) throw step.fail('HEALTHCHECK needs NONE or CMD and a command');
  const test = command.startsWith('[')
    ? ['CMD', ...jsonWords({ ...step, text: command })]
    : ['CMD-SHELL', command];
  const times = { interval: 'Interval', timeout: 'Timeout', 'start-period': 'StartPeriod' };
  const retries = step.flags.get('retries');
  return {
    Test: test,
    ...Object.fromEntries(
      Object.entries(times).flatMap(([flag, name]) => {
        const value = step.flags.get(flag);
        return value === undefined ? [] : [[name, nanoseconds(step, value)]];
      }),
    ),
    ...(retries === undefined ? {} : { Retries: Number(retries) }),
  };
}

function nanoseconds(step: Step, text: string): number {
  const { amount, unit = '' } = /^(?<amount>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)$/.exec(text)?.groups ?? {};
  const factor = units[unit];
  if (amount === undefined || factor === undefined)
    throw step.fail(`HEALTHCHECK: ${text} is not a time such as 5s`);
  return Number(amount) * factor;
}
