import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { CreatedButFailed, type Properties } from '../../../local/cloudformation/provider.ts';
import { localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function stack() {
  const local = await localEcs({ crashing: { exits: { code: 1, after: 10 } } });
  ending.push(() => local.close());
  const provider = (type: string) => {
    const found = local.part.resources?.[type];
    if (!found) throw new Error(`${type} is not there`);
    return found;
  };
  const request = (properties: Properties) => ({
    stackName: 's',
    logicalId: 'L',
    generatedName: 's-L-1A2B3C',
    properties,
  });
  const definition = (image: string) =>
    provider('AWS::ECS::TaskDefinition').create(
      request({
        Family: 'web',
        Cpu: 256,
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/x',
        ContainerDefinitions: [
          {
            Name: 'app',
            Image: image,
            PortMappings: [{ ContainerPort: '3000' }],
            Environment: [
              { Name: 'DEBUG', Value: 'true' },
              { Name: 'N', Value: 1 },
            ],
            LogConfiguration: {
              LogDriver: 'awslogs',
              Options: {
                'awslogs-group': '/web',
                'awslogs-region': 'us-east-1',
                'awslogs-create-group': 'true',
              },
            },
          },
        ],
      }),
    );
  const service = (taskDefinition: string, more: Properties = {}): Properties => ({
    Cluster: 'main',
    ServiceName: 'web',
    LaunchType: 'FARGATE',
    DesiredCount: 1,
    TaskDefinition: taskDefinition,
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-a'] } },
    LoadBalancers: [{ TargetGroupArn: local.targetGroupArn, ContainerName: 'app', ContainerPort: 3000 }],
    DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    ...more,
  });
  const current = async () => {
    const { services } = await local.ecs.send(
      new DescribeServicesCommand({ cluster: 'main', services: ['web'] }),
    );
    return services?.[0];
  };
  return { ...local, provider, request, definition, service, current };
}

it('registers a task definition with the names of the API, and leaves the user’s own keys alone', async () => {
  const { ecs, definition } = await stack();
  const { id } = await definition('v1');
  expect(id).toMatch(/:task-definition\/web:1$/);
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: id }));
  expect(taskDefinition).toMatchObject({ cpu: '256', memory: '512' });
  expect(taskDefinition?.containerDefinitions?.[0]).toMatchObject({
    portMappings: [{ containerPort: 3000 }],
    environment: [
      { name: 'DEBUG', value: 'true' },
      { name: 'N', value: '1' },
    ],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/web', 'awslogs-region': 'us-east-1', 'awslogs-create-group': 'true' },
    },
  });
});

it('waits for a service to be steady, and leaves alone what the template does not change', async () => {
  const { ecs, provider, request, definition, service, current } = await stack();
  const services = provider('AWS::ECS::Service');
  const first = service((await definition('v1')).id);
  const resource = await services.create(request(first));
  expect([resource.attributes.Name, (await current())?.runningCount]).toEqual(['web', 1]);

  const deployed = (await definition('v2')).id;
  await ecs.send(
    new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: deployed, desiredCount: 3 }),
  );
  await services.update({
    ...request({ ...first, HealthCheckGracePeriodSeconds: 30 }),
    previous: first,
    resource,
  });
  expect(await current()).toMatchObject({
    taskDefinition: deployed,
    desiredCount: 3,
    runningCount: 3,
    healthCheckGracePeriodSeconds: 30,
  });

  await services.delete({ stackName: 's', logicalId: 'L', resource, properties: first });
  expect((await current())?.status).toBe('INACTIVE');
});

it('leaves a service that never gets steady to the rollback of its stack', async () => {
  const { provider, request, definition, service, current } = await stack();
  const services = provider('AWS::ECS::Service');
  const properties = service((await definition('crashing')).id);
  const failed = await Promise.resolve(services.create(request(properties))).catch((error: unknown) => error);
  if (!(failed instanceof CreatedButFailed)) throw failed;
  expect(failed.message).toContain('ECS Deployment Circuit Breaker was triggered');
  await services.delete({ stackName: 's', logicalId: 'L', resource: failed.resource, properties });
  expect((await current())?.status).toBe('INACTIVE');
});

it('fails when the circuit breaker does', async () => {
  const { provider, request, definition, service } = await stack();
  const services = provider('AWS::ECS::Service');
  const first = service((await definition('v1')).id);
  const resource = await services.create(request(first));
  const crashing = service((await definition('crashing')).id);
  await expect(services.update({ ...request(crashing), previous: first, resource })).rejects.toThrow(
    'ECS Deployment Circuit Breaker was triggered',
  );
});
