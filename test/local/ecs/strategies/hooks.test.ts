import {
  ContinueServiceDeploymentCommand,
  type DeploymentLifecycleHook,
  type DeploymentLifecycleHookStage,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, describe, expect, it } from 'vitest';
import type { EcsDeps } from '../../../../local/ecs/context.ts';
import { refusing, said, twoGroups } from './two-groups.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const ROLE = 'arn:aws:iam::000000000000:role/hooks';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** The event of a hook, as a function gets it. */
interface HookEvent {
  readonly lifecycleStage: string;
  readonly executionId: string;
  readonly resourceArn: string;
  readonly executionDetails: {
    readonly targetServiceRevisionArn: string;
    readonly testTrafficWeights: Record<string, number>;
    readonly productionTrafficWeights: Record<string, number>;
  };
  readonly hookDetails?: Record<string, unknown>;
}

const asks = (...lifecycleStages: DeploymentLifecycleHookStage[]): DeploymentLifecycleHook => ({
  hookTargetArn: FUNCTION,
  roleArn: ROLE,
  lifecycleStages,
});

/** A service whose hooks are asked from its second deployment on; what they are told is kept. */
async function started(
  lifecycleHooks: DeploymentLifecycleHook[],
  answer: (event: HookEvent) => unknown,
  more: Partial<EcsDeps> = {},
) {
  const told: HookEvent[] = [];
  const local = await twoGroups(
    { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
    {
      functions: {
        invoke: async (_arn, payload) => {
          const event: HookEvent = JSON.parse(payload);
          told.push(event);
          const said = answer(event);
          return { payload: typeof said === 'string' ? said : JSON.stringify(said) };
        },
      },
      ...more,
    },
  );
  ending.push(() => local.close());
  await local.create('v1');
  await local.ended('SUCCESSFUL');
  await local.update('v2', { lifecycleHooks });
  return { ...local, told };
}

describe('a function', () => {
  it('is told where the traffic goes, at each of its stages', async () => {
    const stages: DeploymentLifecycleHookStage[] = [
      'PRE_SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
    ];
    const { told, ended } = await started([asks(...stages)], () => ({ hookStatus: 'SUCCEEDED' }));
    const done = await ended('SUCCESSFUL');
    const [blue, green] = [
      done.sourceServiceRevisions?.[0]?.arn ?? '',
      done.targetServiceRevision?.arn ?? '',
    ];
    expect(told.map((event) => event.lifecycleStage)).toEqual(stages);
    expect(told[0]).toEqual({
      executionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      lifecycleStage: 'PRE_SCALE_UP',
      resourceArn: done.serviceDeploymentArn,
      executionDetails: {
        serviceArn: done.serviceArn,
        targetServiceRevisionArn: green,
        testTrafficWeights: {},
        productionTrafficWeights: {},
      },
    });
    expect(told.map(({ executionDetails: { testTrafficWeights } }) => testTrafficWeights[green])).toEqual(
      stages.map((stage) => (stage === 'TEST_TRAFFIC_SHIFT' ? 100 : undefined)),
    );
    expect(told[4]?.executionDetails.productionTrafficWeights).toEqual({ [blue]: 100, [green]: 0 });
    expect(told[5]?.executionDetails.productionTrafficWeights).toEqual({ [blue]: 0, [green]: 100 });
    expect(done.lifecycleHookDetails).toEqual([
      expect.objectContaining({ targetType: 'AWS_LAMBDA', targetArn: FUNCTION, status: 'SUCCEEDED' }),
    ]);
  });

  it('is asked again as long as it is not done, with what it wants to remember', async () => {
    let asked = 0;
    const hook = { ...asks('POST_SCALE_UP'), hookDetails: { bucket: 'approvals' } };
    const { told, ended } = await started([hook], () => {
      asked++;
      return asked < 3
        ? { hookStatus: 'IN_PROGRESS', callBackDelay: 1, hookDetails: { asked } }
        : { hookStatus: 'SUCCEEDED' };
    });
    await ended('SUCCESSFUL');
    expect(told.map(({ hookDetails }) => hookDetails)).toEqual([
      { bucket: 'approvals' },
      { bucket: 'approvals', asked: 1 },
      { bucket: 'approvals', asked: 2 },
    ]);
    expect(new Set(told.map(({ executionId }) => executionId)).size).toBe(1);
  });

  it('turns the deployment back, and is told of that at the shifts', async () => {
    const local = await started(
      [asks('PRODUCTION_TRAFFIC_SHIFT', 'TEST_TRAFFIC_SHIFT'), asks('POST_PRODUCTION_TRAFFIC_SHIFT')],
      ({ lifecycleStage }) => ({
        hookStatus: lifecycleStage === 'POST_PRODUCTION_TRAFFIC_SHIFT' ? 'FAILED' : 'SUCCEEDED',
      }),
    );
    const ended = await local.ended('ROLLBACK_SUCCESSFUL');
    expect(ended.statusReason).toBe(
      'Service deployment rolled back because POST_PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. ' +
        `Lifecycle hook target ${FUNCTION} returned FAILED status.`,
    );
    const [blue, green] = [
      ended.sourceServiceRevisions?.[0]?.arn ?? '',
      ended.targetServiceRevision?.arn ?? '',
    ];
    expect(local.told.slice(-2).map(({ lifecycleStage }) => lifecycleStage)).toEqual([
      'PRODUCTION_TRAFFIC_SHIFT',
      'TEST_TRAFFIC_SHIFT',
    ]);
    expect(local.told.at(-2)?.executionDetails).toMatchObject({
      targetServiceRevisionArn: green,
      productionTrafficWeights: { [blue]: 100, [green]: 0 },
    });
    expect(await local.weights(local.production)).toEqual([100, 0]);
    expect(await said(local.users)).toBe('v1');
  });

  it.each([
    ['threw', { errorMessage: 'no', errorType: 'Error' }, 'HookStatus must not be null'],
    ['answers no JSON', 'ok', 'the response is not JSON'],
  ])('that %s turns the deployment back', async (_what, answer, why) => {
    const { ended } = await started([asks('PRE_SCALE_UP')], () => answer);
    expect((await ended('ROLLBACK_SUCCESSFUL')).statusReason).toBe(
      `Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed. ECS was unable to parse the response from ${FUNCTION} due to ${why}`,
    );
  });

  it('may only be invoked when its role allows that', async () => {
    const { ended, told } = await started([asks('PRE_SCALE_UP')], () => ({ hookStatus: 'SUCCEEDED' }), {
      refuses: refusing(new Set(['lambda:InvokeFunction'])),
    });
    expect((await ended('ROLLBACK_SUCCESSFUL')).statusReason).toContain(
      `ECS was unable to invoke hook target ${FUNCTION} due to User: arn:aws:sts::0:assumed-role/role/ECS-Lambda-Execution is not ` +
        `authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION}`,
    );
    expect(told).toEqual([]);
  });

  it('that takes too long is not waited for', async () => {
    const hook = {
      ...asks('PRE_SCALE_UP'),
      timeoutConfiguration: { timeoutInMinutes: 1, action: 'CONTINUE' as const },
    };
    const { ended } = await started([hook], () => ({ hookStatus: 'IN_PROGRESS', callBackDelay: 10 }));
    expect((await ended('SUCCESSFUL')).lifecycleHookDetails?.[0]?.status).toBe('TIMED_OUT');
  });
});

it('leaves a way back to what was good last, though one was cut short', async () => {
  // The first way back does not come further than its hook.
  const local = await started([asks('PRODUCTION_TRAFFIC_SHIFT')], () => ({ hookStatus: 'IN_PROGRESS' }));
  const { serviceDeploymentArn } = await local.until(
    ({ lifecycleStage }) => lifecycleStage === 'PRODUCTION_TRAFFIC_SHIFT',
  );
  await local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
  await local.ended('ROLLBACK_IN_PROGRESS');
  await local.update('v3', { lifecycleHooks: [], bakeTimeInMinutes: 60 });
  const next = await local.until(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
  expect(await said(local.users)).toBe('v3');
  await local.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: next.serviceDeploymentArn }));
  await local.ended('ROLLBACK_SUCCESSFUL');
  expect([await said(local.users), await said(local.testers)]).toEqual(['v1', 'v1']);
});

describe('a pause', () => {
  const pause: DeploymentLifecycleHook = {
    targetType: 'PAUSE',
    lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  };

  async function paused() {
    const local = await started([pause], () => ({}));
    const waiting = await local.until(
      ({ lifecycleHookDetails }) => lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION',
    );
    const { serviceDeploymentArn, lifecycleHookDetails } = waiting;
    return { ...local, waiting, serviceDeploymentArn, hookId: lifecycleHookDetails?.[0]?.hookId };
  }
  const events = ({ events: all }: Awaited<ReturnType<typeof paused>>) =>
    all.filter(({ detailType }) => detailType === 'ECS Hook State Change');

  it('waits to be answered, and says so', async () => {
    const local = await paused();
    const { clock, ecs, serviceDeploymentArn, hookId, waiting } = local;
    expect(await said(local.testers)).toBe('v2');
    // A day as the clock has it, which is fast.
    const expiresAt = waiting.lifecycleHookDetails?.[0]?.expiresAt?.getTime();
    expect(expiresAt).toBeLessThanOrEqual(clock.now() + clock.milliseconds(86_400));
    expect(events(local)).toEqual([
      {
        source: 'aws.ecs',
        detailType: 'ECS Hook State Change',
        resources: [serviceDeploymentArn],
        detail: {
          eventType: 'INFO',
          eventName: 'HOOK_AWAITING_ACTION',
          hookId,
          hookType: 'PAUSE',
          expiresAt: waiting.lifecycleHookDetails?.[0]?.expiresAt?.toISOString(),
          lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
          clusterArn: waiting.clusterArn,
          serviceArn: waiting.serviceArn,
          serviceDeploymentArn,
          updatedAt: expect.any(String),
        },
      },
    ]);
    await ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId }));
    await local.ended('SUCCESSFUL');
    expect(events(local).map(({ detail }) => detail.eventName)).toEqual([
      'HOOK_AWAITING_ACTION',
      'HOOK_SUCCEEDED',
    ]);
    await expect(
      ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('turns the deployment back when that is the answer', async () => {
    const local = await paused();
    const { ecs, serviceDeploymentArn, hookId } = local;
    await ecs.send(
      new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action: 'ROLLBACK' }),
    );
    const ended = await local.ended('ROLLBACK_SUCCESSFUL');
    expect(ended.lifecycleHookDetails?.[0]?.status).toBe('FAILED');
    expect(await said(local.testers)).toBe('v1');
  });

  it('does not keep a user from turning the deployment back', async () => {
    const local = await paused();
    const { ecs, serviceDeploymentArn } = local;
    await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
    await local.ended('ROLLBACK_SUCCESSFUL');
    expect(await said(local.users)).toBe('v1');
  });

  it('that nobody answers turns the deployment back after a day', async () => {
    const local = await paused();
    await local.pass(25 * 60);
    const ended = await local.ended('ROLLBACK_SUCCESSFUL');
    expect(ended.lifecycleHookDetails?.[0]?.status).toBe('TIMED_OUT');
    expect(events(local).at(-1)?.detail.eventName).toBe('HOOK_TIMED_OUT');
  });

  it('cannot be at a stage that is gone through on the way back', async () => {
    const local = await twoGroups({
      strategy: 'BLUE_GREEN',
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT'] }],
    });
    ending.push(() => local.close());
    await expect(local.create('v1')).rejects.toThrow('PAUSE are not supported');
  });
});
