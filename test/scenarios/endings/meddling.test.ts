import {
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  StopServiceDeploymentCommand,
  type StopServiceDeploymentStopType,
  waitUntilServicesInactive,
} from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../weather.ts';
import { digestsOf } from './digests.ts';
import { Scene } from './scene.ts';
import { BREAKER, CLUSTER, createServices } from './services.ts';
import { revisionByTag } from './tagged.ts';

describe('what somebody else does while it rolls', () => {
  let scene: Scene;
  const ecs = () => new ECSClient({});

  beforeAll(async () => {
    // It bakes long enough to be meddled with.
    const baking = { deploymentConfiguration: { ...BREAKER, bakeTimeInMinutes: patience(2) } };
    scene = await Scene.open({
      stopped: baking,
      aborted: baking,
      usurped: baking,
      'same-again': baking,
      deleted: baking,
      emptied: baking,
      remade: baking,
      scaled: {},
      deregistered: {},
      'good-gone': baking,
      moved: baking,
      legacy: { deploymentController: { type: 'CODE_DEPLOY' } },
      external: { deploymentController: { type: 'EXTERNAL' }, balancer: 'none' },
      zero: {},
    });
  });
  afterEach(() => {
    scene?.cure();
    scene?.cloud.clock.release();
  });
  afterAll(() => scene?.close());

  /** Begins a deployment and waits until its tasks run, and it bakes: until the clock is released. */
  async function baking(service: string): Promise<{ id: string; rollout: string; revision: string }> {
    const id = await scene.begin(service);
    await scene.reached(id, 'roll:started');
    await scene.runs(service, scene.next);
    scene.cloud.clock.hold();
    const { trail } = await scene.stage.show(id);
    const started = trail.find(({ step }) => step === 'roll:started')?.detail ?? '';
    const [revision = '', rollout = ''] = started.split(' as ');
    return { id, rollout, revision };
  }

  const stop = (serviceDeploymentArn: string, stopType: StopServiceDeploymentStopType) =>
    ecs().send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType }));

  it('somebody rolls it back in the console', async () => {
    const { id, rollout } = await baking('stopped');
    await stop(rollout, 'ROLLBACK');
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'stopped');
  });

  it('somebody aborts it, which leaves its tasks in place', async () => {
    const { id, rollout } = await baking('aborted');
    await stop(rollout, 'ABORT');
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'aborted');
  });

  it('somebody rolls another revision over it', async () => {
    const { id } = await baking('usurped');
    const taskDefinition = (await scene.describe('aborted')).taskDefinition;
    await scene.update('usurped', { taskDefinition });
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'usurped');
    await scene.runs('usurped', scene.before);
    expect((await scene.describe('usurped')).taskDefinition).toBe(taskDefinition);
  });

  it('somebody forces a new deployment of the same revision over it', async () => {
    const { id, revision } = await baking('same-again');
    await scene.update('same-again', { forceNewDeployment: true });
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'same-again');
    expect((await scene.describe('same-again')).taskDefinition).toBe(revision);
  });

  it('the service is deleted', async () => {
    const { id } = await baking('deleted');
    await ecs().send(new DeleteServiceCommand({ cluster: CLUSTER, service: 'deleted', force: true }));
    scene.cloud.clock.release();
    const record = await scene.ended(id);
    await scene.gone('deleted');
    await scene.expectAsTold(record, 'deleted');
  });

  it('the service is scaled to zero', async () => {
    const { id } = await baking('emptied');
    await scene.update('emptied', { desiredCount: 0 });
    scene.cloud.clock.release();
    const record = await scene.ended(id);
    await scene.gone('emptied');
    await scene.expectAsTold(record, 'emptied');
  });

  it('the service is made anew under another deployment controller', async () => {
    // Nothing tells of it in between: what was deleted and what came in its place is seen at once.
    scene.fault({ kind: 'lose-events', source: 'aws.ecs' });
    scene.cloud.clock.hold();
    const id = await scene.begin('remade');
    await scene.reached(id, 'roll:started');
    // The first look comes right after the start: it has seen what was there before.
    await scene.cloud.clock.settled();
    await ecs().send(new DeleteServiceCommand({ cluster: CLUSTER, service: 'remade', force: true }));
    await waitUntilServicesInactive(
      { client: ecs(), maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { cluster: CLUSTER, services: ['remade'] },
    );
    await createServices({ remade: { deploymentController: { type: 'CODE_DEPLOY' } } });
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'remade');
  });

  it('an autoscaler changes the desired count', async () => {
    scene.cloud.clock.hold();
    const id = await scene.begin('scaled');
    await scene.reached(id, 'roll:started');
    await scene.update('scaled', { desiredCount: 3 });
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'scaled');
    expect(await scene.describe('scaled')).toMatchObject({ desiredCount: 3, runningCount: 3 });
  });

  it('its task definition is deregistered while it rolls', async () => {
    scene.cloud.clock.hold();
    const id = await scene.begin('deregistered');
    await scene.reached(id, 'roll:started');
    const { taskDefinition } = await scene.describe('deregistered');
    await ecs().send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'deregistered');
  });

  it('the task definition to go back to has been deregistered', async () => {
    const good = (await scene.describe('good-gone')).taskDefinition;
    const { id, rollout } = await baking('good-gone');
    await ecs().send(new DeregisterTaskDefinitionCommand({ taskDefinition: good }));
    await stop(rollout, 'ABORT');
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'good-gone');
    expect((await scene.describe('good-gone')).taskDefinition).not.toBe(good);
  });

  it('the tag that the good release was named by has been moved', async () => {
    const tagged = await revisionByTag('moving', scene.before);
    await scene.update('moved', { taskDefinition: tagged.revision });
    await scene.settled('moved');
    const { id, rollout } = await baking('moved');
    await tagged.moveTo(scene.next);
    await stop(rollout, 'ABORT');
    scene.cloud.clock.release();
    await scene.expectAsTold(await scene.ended(id), 'moved');
    expect(await digestsOf('moved')).toEqual([scene.before]);
  });

  it('the service is under CodeDeploy', async () => {
    await scene.expectAsTold(await scene.deploy('legacy'), 'legacy');
  });

  it('the service is under a controller of somebody else', async () => {
    await scene.expectAsTold(await scene.deploy('external'), 'external');
  });

  it('the service is scaled to zero from the beginning', async () => {
    await scene.update('zero', { desiredCount: 0 });
    await scene.gone('zero');
    await scene.expectAsTold(await scene.deploy('zero'), 'zero');
  });
});
