import { expect, it } from 'vitest';
import { readHookCall } from '../../../../shared/targets/ecs/index.ts';

const GREEN = 'arn:aws:ecs:eu-west-1:111122223333:service-revision/main/web/2';
const BLUE = 'arn:aws:ecs:eu-west-1:111122223333:service-revision/main/web/1';

/** Where Slipway is. */
const HOME = { account: '111122223333', region: 'eu-west-1' };

/** As ECS calls a function, with the percent of the traffic that the new revision has. */
const call = (lifecycleStage: string, { test, production }: { test?: number; production?: number } = {}) => ({
  executionId: '0c9d6a1e-7b62-4c1f-8d0f-2a1b3c4d5e6f',
  lifecycleStage,
  resourceArn: 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/main/web/Zk3uJ0bWqGm5dXo1',
  executionDetails: {
    serviceArn: 'arn:aws:ecs:eu-west-1:111122223333:service/main/web',
    targetServiceRevisionArn: GREEN,
    testTrafficWeights: test === undefined ? {} : { [GREEN]: test, [BLUE]: 100 - test },
    productionTrafficWeights:
      production === undefined ? {} : { [GREEN]: production, [BLUE]: 100 - production },
  },
});

it.each([
  ['PRE_SCALE_UP', {}, 'nowhere'],
  ['POST_SCALE_UP', {}, 'nowhere'],
  ['TEST_TRAFFIC_SHIFT', { test: 100 }, 'test'],
  // These two are gone through on the way back as well, and a no there would leave the service half-way.
  ['TEST_TRAFFIC_SHIFT', { test: 0 }, 'back'],
  ['PRODUCTION_TRAFFIC_SHIFT', { production: 0 }, 'back'],
  ['POST_TEST_TRAFFIC_SHIFT', {}, 'test'],
  ['PRE_PRODUCTION_TRAFFIC_SHIFT', { production: 0 }, 'test'],
  ['PRODUCTION_TRAFFIC_SHIFT', { production: 10 }, 'test'],
  ['PRODUCTION_TRAFFIC_SHIFT', { production: 100 }, 'production'],
  ['POST_PRODUCTION_TRAFFIC_SHIFT', {}, 'production'],
] as const)('at %s with %j the new revision answers: %s', (stage, percent, where) => {
  expect(readHookCall(call(stage, percent), HOME)).toMatchObject({
    stage,
    where,
    target: 'ecs:eu-west-1:main/web',
    serviceRevision: GREEN,
    rollout: expect.stringContaining(':service-deployment/'),
  });
});

it('takes nothing that ECS does not send', () => {
  expect(() => readHookCall({ lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' }, HOME)).toThrow('executionDetails');
});
