import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
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

it.each([
  [
    { family: 'no good', containerDefinitions: [{ name: 'a', image: 'x', memory: 64 }] },
    'Family should match',
  ],
  [{ family: 'web', containerDefinitions: [] }, 'should not be null or empty'],
  [
    { family: 'web', containerDefinitions: [{ name: 'a', image: 'x' }] },
    "At least one of 'memory' or 'memoryReservation'",
  ],
  [
    { family: 'web', containerDefinitions: [{ name: 'a', image: 'x', memory: 64, essential: false }] },
    'must be marked as essential',
  ],
  [
    {
      family: 'web',
      requiresCompatibilities: ['FARGATE' as const],
      containerDefinitions: [{ name: 'a', image: 'x' }],
    },
    'Fargate only supports network mode',
  ],
])('refuses %j', async (input, message) => {
  const { ecs } = await local();
  await expect(ecs.send(new RegisterTaskDefinitionCommand(input))).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringContaining(message),
  });
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
