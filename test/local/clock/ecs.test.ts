import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from '../ecs/local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function heldEcs() {
  const local = await localEcs({ v1: {} });
  ending.push(() => local.close());
  local.clock.hold();
  return local;
}

const network = { awsvpcConfiguration: { subnets: ['subnet-a'] } };

it('counts a task without any health check as healthy after 40 seconds of the clock', async () => {
  const { ecs, clock, revision } = await heldEcs();
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'main',
      serviceName: 'worker',
      taskDefinition: await revision('v1'),
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: network,
    }),
  );
  const state = async () => {
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'main', services: ['worker'] }),
    );
    return services?.[0]?.deployments?.[0];
  };
  await expect.poll(async () => (await state())?.runningCount).toBe(2);
  await clock.settled();
  await clock.move(39);
  expect((await state())?.rolloutState).toBe('IN_PROGRESS');
  await clock.move(1);
  expect((await state())?.rolloutState).toBe('COMPLETED');
});

it('tells of a service deployment for 90 days', async () => {
  const { ecs, clock, revision } = await heldEcs();
  const roll = (taskDefinition: string) =>
    ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'worker', taskDefinition }));
  const settings = { taskDefinition: await revision('v1'), desiredCount: 0, networkConfiguration: network };
  await ecs.send(new CreateServiceCommand({ cluster: 'main', serviceName: 'worker', ...settings }));
  const told = async () => {
    const list = new ListServiceDeploymentsCommand({ cluster: 'main', service: 'worker' });
    return (await ecs.send(list)).serviceDeployments?.map(({ status }) => status);
  };
  await expect.poll(told).toEqual(['SUCCESSFUL']);
  await clock.move(89 * 86_400);
  await roll(await revision('v1'));
  await expect.poll(told).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
  await clock.move(86_400);
  expect(await told()).toEqual(['SUCCESSFUL']);
});

it('remembers a stopped task for an hour of the clock', async () => {
  const { ecs, clock, revision } = await heldEcs();
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      cluster: 'main',
      taskDefinition: await revision('v1'),
      launchType: 'FARGATE',
      networkConfiguration: network,
    }),
  );
  const task = tasks?.[0]?.taskArn ?? '';
  const status = async () => {
    const described = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [task] }));
    return described.tasks?.[0]?.lastStatus ?? described.failures?.[0]?.reason;
  };
  await expect.poll(status).toBe('RUNNING');
  await ecs.send(new StopTaskCommand({ cluster: 'main', task }));
  await expect.poll(status).toBe('STOPPED');
  await clock.settled();
  await clock.move(3599);
  expect(await status()).toBe('STOPPED');
  await clock.move(1);
  expect(await status()).toBe('MISSING');
  expect((await ecs.send(new ListTasksCommand({ cluster: 'main' }))).taskArns).toEqual([]);
});
