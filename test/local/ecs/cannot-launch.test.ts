import {
  CreateServiceCommand,
  type DeploymentConfiguration,
  DescribeServicesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const network = { awsvpcConfiguration: { subnets: ['subnet-a'] } };

async function local() {
  const made = await localEcs();
  ending.push(() => made.close());
  return {
    ...made,
    create: (taskDefinition: string, deploymentConfiguration: DeploymentConfiguration) =>
      made.ecs.send(
        new CreateServiceCommand({
          ...{ cluster: 'main', serviceName: 'web', launchType: 'FARGATE', desiredCount: 1 },
          ...{ taskDefinition, deploymentConfiguration, networkConfiguration: network },
        }),
      ),
    async service() {
      const described = new DescribeServicesCommand({ cluster: 'main', services: ['web'] });
      const found = (await made.ecs.send(described)).services?.[0];
      return { ...found, messages: found?.events?.map(({ message }) => message) ?? [] };
    },
  };
}

it('launches no task whose role ECS cannot assume, says so, and gives up at the threshold', async () => {
  const { create, ecs, events, service } = await local();
  const roleArn = 'arn:aws:iam::000000000000:role/stranger';
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      ...{ cpu: '256', memory: '512', taskRoleArn: roleArn },
      containerDefinitions: [{ name: 'app', image: 'web' }],
    }),
  );
  await create(taskDefinition?.taskDefinitionArn ?? '', {
    deploymentCircuitBreaker: { enable: true, rollback: false },
  });
  await expect
    .poll(async () => (await service()).deployments?.[0]?.rolloutState, { timeout: 10_000 })
    .toBe('FAILED');
  const reason = `ECS was unable to assume the role '${roleArn}' that was provided for this task.`;
  expect((await service()).messages).toContainEqual(
    expect.stringMatching(/^\(service web\) failed to launch a task with \(error .*\)\.$/),
  );
  expect((await service()).messages?.join('\n')).toContain(reason);
  expect(
    events.find(({ detail }) => detail.eventName === 'SERVICE_TASK_CONFIGURATION_FAILURE'),
  ).toMatchObject({
    detailType: 'ECS Service Action',
    detail: { eventType: 'ERROR', reason: expect.stringContaining(reason) },
  });
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const)
    expect((await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus }))).taskArns).toEqual([]);
});

it('says once that its limits leave a deployment no step', async () => {
  const { create, ecs, revision, service } = await local();
  await create(await revision('v1'), { minimumHealthyPercent: 100, maximumPercent: 150 });
  await expect
    .poll(async () => (await service()).deployments?.[0]?.rolloutState, { timeout: 10_000 })
    .toBe('COMPLETED');
  await ecs.send(
    new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: await revision('v2') }),
  );
  const told = async () =>
    (await service()).messages.filter((text) => text?.includes('was unable to stop or start'));
  await expect
    .poll(told)
    .toEqual([
      '(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
        'Update the minimumHealthyPercent or maximumPercent value and try again.',
    ]);
  await ecs.send(
    new UpdateServiceCommand({
      ...{ cluster: 'main', service: 'web' },
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 150 },
    }),
  );
  await expect
    .poll(async () => (await service()).deployments?.map(({ rolloutState }) => rolloutState), {
      timeout: 10_000,
    })
    .toEqual(['COMPLETED']);
  expect(await told()).toHaveLength(1);
});
