import {
  CreateServiceCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { behind, localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function controlled(type: 'CODE_DEPLOY' | 'EXTERNAL') {
  const local = await localEcs({ v1: {}, v2: {} });
  ending.push(() => local.close());
  const { loadBalancers, networkConfiguration, ...plain } = behind(local.targetGroupArn);
  const external = type === 'EXTERNAL';
  await local.ecs.send(
    new CreateServiceCommand({
      ...plain,
      desiredCount: 1,
      deploymentController: { type },
      ...(external
        ? {}
        : { loadBalancers, networkConfiguration, taskDefinition: await local.revision('v1') }),
    }),
  );
  const update = (change: { taskDefinition?: string; desiredCount?: number }) =>
    local.ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', ...change }));
  const service = async () => {
    const { services } = await local.ecs.send(
      new DescribeServicesCommand({ cluster: 'main', services: ['web'] }),
    );
    return services?.[0];
  };
  return { ...local, update, service };
}

it('leaves the revision of a service to CodeDeploy, and scales it', async () => {
  const { ecs, update, service, revision } = await controlled('CODE_DEPLOY');
  await expect(update({ taskDefinition: await revision('v2') })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  });
  await update({ desiredCount: 2 });
  await expect.poll(async () => (await service())?.runningCount, { timeout: 10_000 }).toBe(2);
  expect(await service()).toMatchObject({
    deploymentController: { type: 'CODE_DEPLOY' },
    deployments: [],
    taskSets: [{ status: 'PRIMARY', computedDesiredCount: 2 }],
  });
  const { serviceDeployments } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }),
  );
  expect(serviceDeployments).toEqual([]);
});

it('leaves a service to another controller, which would bring its task sets', async () => {
  const { update, service, revision } = await controlled('EXTERNAL');
  await expect(update({ taskDefinition: await revision('v1') })).rejects.toThrow(
    'Unable to update task definition on services with a EXTERNAL deployment controller.',
  );
  expect(await service()).toMatchObject({ status: 'ACTIVE', runningCount: 0, deployments: [], taskSets: [] });
});
