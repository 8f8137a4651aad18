import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, integer, option, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { ActiveFault } from '../../../local/faults/active-fault.ts';
import { checkFault, type Fault, KINDS } from '../../../local/faults/fault.ts';
import { FAULT_HELP, parseFault } from '../../../local/faults/text.ts';

const active = (fault: Fault) => new ActiveFault('fault-1', checkFault(fault));
const run = (fault: Fault, count: number) => {
  const one = active(fault);
  return { struck: Array.from({ length: count }, () => one.strikes()), listed: one.list() };
};

it('strikes at the next `times` after `skip`, and counts what it met', () => {
  const few = option(integer({ min: 1, max: 30 }), { nil: undefined });
  assert(
    property(
      record({ times: few, skip: few, count: integer({ min: 0, max: 50 }) }),
      ({ times, skip, count }) => {
        const { struck, listed } = run({ kind: 'lose-events', times, skip }, count);
        const first = skip ?? 0;
        const last = first + (times ?? Number.POSITIVE_INFINITY);
        expect(struck).toEqual(struck.map((_, index) => index >= first && index < last));
        expect(listed).toMatchObject({ met: count, struck: struck.filter(Boolean).length });
      },
    ),
  );
});

it('strikes at about the share that was asked for, at the same ones for the same seed', () => {
  assert(
    property(integer({ min: 1, max: 9 }), integer({ min: 0, max: 2 ** 31 }), (tenths, seed) => {
      const share = tenths / 10;
      const fault = { kind: 'throttle', share, seed } as const;
      const { struck } = run(fault, 2000);
      // Five standard deviations of 2000 throws are below 0.06.
      expect(Math.abs(struck.filter(Boolean).length / 2000 - share)).toBeLessThan(0.06);
      expect(run(fault, 2000).struck).toEqual(struck);
    }),
    { numRuns: 50 },
  );
});

it('lists the seed that it made up, by which a run can be had again', () => {
  const { struck, listed } = run({ kind: 'throttle', share: 0.5 }, 100);
  expect(run(listed.fault, 100).struck).toEqual(struck);
});

it('has every kind in the help, by an example that can be given as it is', () => {
  for (const kind of KINDS) {
    const { example, description } = kind.meta() ?? {};
    expect(FAULT_HELP).toContain(`${example}\n      ${description}`);
    expect(parseFault(String(example)).kind).toBe(kind.shape.kind.value);
  }
});

it('has every kind and every field in the table of the README', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../../local/README.md'), 'utf8');
  for (const { shape } of KINDS) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${shape.kind.value}\` |`));
    expect(row, shape.kind.value).toBeDefined();
    const shared =
      /^(kind|times|skip|share|seed|caller|service|operation|source|detailType|cluster|family|container|image)$/;
    for (const field of Object.keys(shape).filter((name) => !shared.test(name)))
      expect(row).toContain(`\`${field}\``);
  }
});

it.each<[string, Fault]>([
  ['throttle', { kind: 'throttle', when: 'before' }],
  [
    'throttle:ecs.UpdateService,times=3',
    { kind: 'throttle', service: 'ecs', operation: 'UpdateService', times: 3, when: 'before' },
  ],
  ['latency:ecs,milliseconds=300', { kind: 'latency', service: 'ecs', milliseconds: 300, when: 'before' }],
  ['pages:1', { kind: 'pages', size: 1 }],
  [
    'lose-events:detailType=ECS Deployment State Change',
    { kind: 'lose-events', detailType: 'ECS Deployment State Change' },
  ],
  ['error:code=Oops, message = a=b', { kind: 'error', code: 'Oops', message: 'a=b', when: 'before' }],
  ['crash-task:service=4711', { kind: 'crash-task', service: '4711', afterSeconds: 0, exitCode: 1 }],
  ['no-image:image=127.0.0.1:80/web', { kind: 'no-image', image: '127.0.0.1:80/web' }],
  ['{"kind": "pages", "size": 2}', { kind: 'pages', size: 2 }],
])('reads %s', (text, fault) => {
  expect(parseFault(text)).toEqual(fault);
});

it.each([
  ['throtle', /kind: "throtle" is no fault; there are throttle, /],
  ['pages:size=one', /pages: size: .*number/],
  ['pages:1,2', /pages: 2: it is not FIELD=VALUE/],
  ['throttle-buckets:ecs', /throttle-buckets: ecs: it is not FIELD=VALUE/],
  ['latency:speed=1', /latency: .*speed: there is no such field; there are service, /],
  ['{"kind"', /JSON/],
])('says what is wrong with %s', (text, why) => {
  expect(() => parseFault(text)).toThrow(why);
});
