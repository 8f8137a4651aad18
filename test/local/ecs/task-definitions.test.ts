import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  StopTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function local() {
  const made = await localEcs();
  ending.push(() => made.close());
  return made;
}

it('keeps all that it was given', async () => {
  const { ecs } = await local();
  const given = {
    family: 'web',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'v1', dockerLabels: { Mixed: 'Case' } }],
    tags: [{ key: 'team', value: 'a' }],
  };
  await ecs.send(new RegisterTaskDefinitionCommand(given));
  const { taskDefinition, tags } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: 'web', include: ['TAGS'] }),
  );
  expect(taskDefinition).toMatchObject({ revision: 1, status: 'ACTIVE', memory: '512' });
  expect(taskDefinition?.containerDefinitions?.[0]).toMatchObject({
    essential: true,
    dockerLabels: { Mixed: 'Case' },
  });
  expect(tags).toEqual([{ key: 'team', value: 'a' }]);
});

it('numbers revisions, finds the newest active one, and pages', async () => {
  const { ecs, revision } = await local();
  const arns = [await revision('v1'), await revision('v2'), await revision('v3')];
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:3' }));
  const newest = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
  expect(newest.taskDefinition?.taskDefinitionArn).toBe(arns[1]);
  const first = await ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: 'web', sort: 'DESC', maxResults: 1 }),
  );
  expect(first.taskDefinitionArns).toEqual([arns[1]]);
  const rest = await ecs.send(
    new ListTaskDefinitionsCommand({
      familyPrefix: 'web',
      sort: 'DESC',
      maxResults: 1,
      nextToken: first.nextToken,
    }),
  );
  expect([rest.taskDefinitionArns, rest.nextToken]).toEqual([[arns[0]], undefined]);
  expect((await ecs.send(new ListTaskDefinitionFamiliesCommand({}))).families).toEqual(['web']);
});

it('keeps a revision that is to be deleted for as long as a task uses it, and never gives its number again', async () => {
  const { clock, ecs, revision } = await local();
  const arn = await revision('v1');
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      cluster: 'main',
      taskDefinition: arn,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
    }),
  );
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
  await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn] }));
  const state = () =>
    ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn })).then(
      ({ taskDefinition }) => taskDefinition?.status,
      () => 'gone',
    );
  clock.hold();
  await clock.move(300, { every: 60 });
  expect(await state()).toBe('DELETE_IN_PROGRESS');
  const families = await ecs.send(new ListTaskDefinitionFamiliesCommand({ status: 'INACTIVE' }));
  expect(families.families).toEqual(['web']);
  await ecs.send(new StopTaskCommand({ cluster: 'main', task: tasks?.[0]?.taskArn }));
  await expect
    .poll(async () => {
      await clock.move(60);
      return state();
    })
    .toBe('gone');
  expect((await ecs.send(new ListTaskDefinitionFamiliesCommand({ status: 'ALL' }))).families).toEqual([]);
  expect(await revision('v2')).toMatch(/web:2$/);
});

it('deletes in two steps, and only what nothing uses', async () => {
  const { ecs, revision } = await local();
  const arn = await revision('v1');
  const kept = await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn] }));
  expect(kept.failures?.[0]?.reason).toContain('still in ACTIVE status');
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
  await expect(
    ecs.send(
      new RunTaskCommand({
        cluster: 'main',
        taskDefinition: arn,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
      }),
    ),
  ).rejects.toThrow('TaskDefinition is inactive');
  const gone = await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn] }));
  expect(gone.taskDefinitions?.[0]?.status).toBe('DELETE_IN_PROGRESS');
  await expect
    .poll(
      () =>
        ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn })).then(
          () => 'there',
          (error) => error.name,
        ),
      { timeout: 10_000 },
    )
    .toBe('ClientException');
});

const app = { name: 'a', image: 'x', memory: 64 };
const fargate = { networkMode: 'awsvpc' as const, requiresCompatibilities: ['FARGATE' as const] };
const awslogs = { logDriver: 'awslogs' as const, options: { 'awslogs-group': '/x' } };

it.each<[Partial<RegisterTaskDefinitionCommandInput>, string]>([
  [{ family: 'no good' }, 'Family should match'],
  [{ containerDefinitions: [] }, 'should not be null or empty'],
  [{ containerDefinitions: [{ name: 'a', image: 'x' }] }, "At least one of 'memory' or 'memoryReservation'"],
  [{ containerDefinitions: [{ ...app, essential: false }] }, 'must be marked as essential'],
  [{ containerDefinitions: [app, app] }, 'names must be unique'],
  [{ cpu: '256', containerDefinitions: [{ ...app, cpu: 512 }] }, "sum of all container 'cpu' values"],
  [{ containerDefinitions: [{ ...app, mountPoints: [{ sourceVolume: 'v' }] }] }, "Unknown volume 'v'"],
  [
    {
      containerDefinitions: [
        { ...app, environment: [{ name: 'S' }], secrets: [{ name: 'S', valueFrom: '/s' }] },
      ],
    },
    'The secret name must be unique',
  ],
  [
    {
      containerDefinitions: [
        app,
        { ...app, name: 'b', dependsOn: [{ containerName: 'a', condition: 'SUCCESS' }] },
      ],
    },
    'SUCCESS or COMPLETE condition cannot be an essential container',
  ],
  [
    {
      containerDefinitions: [
        { ...app, dependsOn: [{ containerName: 'b', condition: 'START' }] },
        { ...app, name: 'b', dependsOn: [{ containerName: 'a', condition: 'START' }] },
      ],
    },
    'should not have a cycle',
  ],
  [
    {
      networkMode: 'awsvpc',
      containerDefinitions: [{ ...app, portMappings: [{ containerPort: 80, hostPort: 81 }] }],
    },
    'the host ports and container ports in port mappings must match',
  ],
  [
    {
      networkMode: 'awsvpc',
      containerDefinitions: [
        { ...app, portMappings: [{ containerPort: 80 }] },
        { ...app, name: 'b', portMappings: [{ containerPort: 80 }] },
      ],
    },
    "TCP host port '80' is mapped multiple times in task",
  ],
  [{ requiresCompatibilities: ['FARGATE'] }, 'Fargate only supports network mode'],
  [{ ...fargate }, "Fargate requires that 'cpu' be defined at the task level"],
  [{ ...fargate, cpu: '1 vCPU', memory: '1 GB' }, 'given values: 1024 CPU, 1024 memory'],
  [
    { ...fargate, cpu: '256', memory: '512', containerDefinitions: [{ ...app, logConfiguration: awslogs }] },
    'execution role ARN to support log driver awslogs',
  ],
  [
    // The local registry is what ECR is on AWS.
    { ...fargate, cpu: '256', memory: '512', containerDefinitions: [{ ...app, image: '127.0.0.1:1/web:1' }] },
    'execution role ARN to support ECR images',
  ],
  [
    { ...fargate, cpu: '256', memory: '512', containerDefinitions: [{ ...app, privileged: true }] },
    'do not support privileged',
  ],
  [{ tags: [{ key: 'aws:x', value: '' }] }, 'aws:'],
])('refuses %j', async (input, message) => {
  const { ecs } = await local();
  const whole = { family: 'web', containerDefinitions: [app], ...input };
  await expect(ecs.send(new RegisterTaskDefinitionCommand(whole))).rejects.toThrow(message);
});

it('takes what it does not run: that is refused when a task is to start with it', async () => {
  const { ecs } = await local();
  const given = {
    family: 'whole',
    volumes: [{ name: 'shared', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
    containerDefinitions: [
      {
        ...app,
        firelensConfiguration: { type: 'fluentbit' as const },
        mountPoints: [{ sourceVolume: 'shared', containerPath: '/shared' }],
      },
    ],
  };
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(given));
  expect(taskDefinition).toMatchObject({ ...given, compatibilities: ['EXTERNAL', 'EC2'] });
});

it('keeps a size in units, and says where it can run', async () => {
  const { ecs } = await local();
  const size = { networkMode: 'awsvpc' as const, cpu: '.25 vCPU', memory: '1 GB' };
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [app], ...size }),
  );
  expect(taskDefinition).toMatchObject({ cpu: '256', memory: '1024', compatibilities: ['EC2', 'FARGATE'] });
});

it('tags', async () => {
  const { ecs, revision } = await local();
  const resourceArn = await revision('v1');
  await ecs.send(
    new TagResourceCommand({
      resourceArn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    }),
  );
  await ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'a', value: '3' }] }));
  await ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['b'] }));
  expect((await ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
    { key: 'a', value: '3' },
  ]);
});
