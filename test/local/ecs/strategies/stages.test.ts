import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesOf, stepsBack, stepsOf } from '../../../../local/ecs/scheduler/stages.ts';
import { weightsFor } from '../../../../local/ecs/scheduler/traffic.ts';

const course = (
  configuration: DeploymentConfiguration,
  more: { keeps?: boolean; reconciles?: boolean } = {},
) =>
  stepsOf({
    configuration,
    keeps: more.keeps ?? true,
    reconciles: more.reconciles ?? false,
    bakeMinutes: configuration.bakeTimeInMinutes ?? 0,
  }).map(({ stage, act }) =>
    [
      stage,
      act?.do,
      ...(act?.do === 'shift' ? [act.traffic, act.percent] : []),
      ...(act?.do === 'wait' ? [act.minutes] : []),
    ]
      .filter((one) => one !== undefined)
      .join(' '),
  );

const START = ['PRE_SCALE_UP', 'SCALE_UP scale-up', 'POST_SCALE_UP'];
const TEST = ['TEST_TRAFFIC_SHIFT shift test 100', 'POST_TEST_TRAFFIC_SHIFT'];
const SHIFT = (percent: number) => [
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  `PRODUCTION_TRAFFIC_SHIFT shift production ${percent}`,
];

describe('the steps of a deployment', () => {
  it('are one shift for blue/green, then the bake time', () => {
    expect(course({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 })).toEqual([
      ...START,
      ...TEST,
      ...SHIFT(100),
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME wait 5',
      'CLEAN_UP clean-up',
    ]);
  });

  it('begin with what was left behind by one that was cut short', () => {
    expect(course({ strategy: 'BLUE_GREEN' }, { reconciles: true })[0]).toBe('RECONCILE_SERVICE reconcile');
  });

  it('are two shifts for a canary, and one more wait', () => {
    expect(course({ strategy: 'CANARY' }).slice(5)).toEqual([
      ...SHIFT(5),
      'wait 10',
      ...SHIFT(100),
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'CLEAN_UP clean-up',
    ]);
  });

  it('go straight to all traffic where nothing served before', () => {
    const configuration = { strategy: 'LINEAR', bakeTimeInMinutes: 5 } as const;
    expect(course(configuration, { keeps: false }).slice(5)).toEqual([
      ...SHIFT(100),
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'CLEAN_UP clean-up',
    ]);
  });

  it('are a roll and a wait in a rolling update, which shows no stages', () => {
    expect(course({ bakeTimeInMinutes: 3 })).toEqual(['roll', 'wait 3']);
  });

  it('go back only where traffic was moved', () => {
    const stages = (test: number, production: number) =>
      stepsBack({ strategy: 'CANARY' }, { test, production }).map(({ stage }) => stage);
    expect(stages(0, 0)).toEqual(['CLEAN_UP']);
    expect(stages(100, 5)).toEqual(['PRODUCTION_TRAFFIC_SHIFT', 'TEST_TRAFFIC_SHIFT', 'CLEAN_UP']);
  });
});

describe('the shares of a linear deployment', () => {
  const tenths = (least: number) => fc.integer({ min: least * 10, max: 1000 }).map((value) => value / 10);

  it('grow by equal steps to all, and never wait at all', () => {
    fc.assert(
      fc.property(tenths(3), fc.integer({ min: 0, max: 1440 }), (stepPercent, stepBakeTimeInMinutes) => {
        const shares = sharesOf({
          strategy: 'LINEAR',
          linearConfiguration: { stepPercent, stepBakeTimeInMinutes },
        });
        expect(shares.at(-1)).toEqual({ percent: 100, minutes: 0 });
        for (const [index, { percent, minutes }] of shares.slice(0, -1).entries()) {
          expect(percent).toBeCloseTo(stepPercent * (index + 1), 6);
          expect(percent).toBeLessThan(100);
          expect(minutes).toBe(stepBakeTimeInMinutes);
        }
        expect(100 - (shares.at(-2)?.percent ?? 0)).toBeLessThanOrEqual(stepPercent + 1e-9);
      }),
    );
  });

  it('become weights that ELB takes, in the same proportion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (value) => {
        const [green, other] = weightsFor(['green', 'other'], value / 10);
        const [one = 0, two = 0] = [green?.weight, other?.weight];
        expect(one / (one + two)).toBeCloseTo(value / 1000, 10);
        for (const weight of [one, two])
          expect(Number.isInteger(weight) && weight >= 0 && weight <= 999).toBe(true);
      }),
    );
  });
});
