import { CreateServiceCommand } from '@aws-sdk/client-ecs';
import { afterEach, expect, it } from 'vitest';
import { createCheckClients } from '../../../shared/aws/check-clients.ts';
import { describeTaskDefinition, registerTaskDefinition } from '../../../shared/aws/raw-json.ts';
import { createEcsTarget } from '../../../shared/targets/ecs/index.ts';
import { revisionsInMemory } from '../../shared/targets/revisions-in-memory.ts';
import { behind, localEcs } from './local-ecs.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const newerFields = [
  'TaskDefinition.placementHints',
  'ContainerDefinition.warmUp',
  'HealthCheck.successThreshold',
  'Ulimit.grace',
];

async function local() {
  const made = await localEcs({}, { newerFields });
  ending.push(() => made.close());
  return made;
}

/** As a team has it that uses what AWS has added after this SDK was pinned, at every depth. */
const definition = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  placementHints: { zones: ['a', 'b'], strict: false, note: '' },
  containerDefinitions: [
    {
      name: 'app',
      image: 'team/web@sha256:old',
      portMappings: [{ containerPort: 3000, name: '' }],
      command: [],
      dockerLabels: {},
      warmUp: [{ path: '/', times: 3 }],
      restartPolicy: { enabled: true, ignoredExitCodes: [] },
      healthCheck: { command: ['CMD-SHELL', 'true'], successThreshold: 2 },
      ulimits: [{ name: 'nofile', softLimit: 64, hardLimit: 64, grace: 'always' }],
    },
    { name: 'side', image: 'other/side:1', essential: false, warmUp: null },
  ],
  tags: [{ key: 'team', value: 'web' }],
};

it('brings fields that are newer than the SDK through a deployment, and changes nothing but the image', async () => {
  const { ecs, elb, targetGroupArn } = await local();
  const first = await registerTaskDefinition(ecs, definition);
  await ecs.send(
    new CreateServiceCommand({ ...behind(targetGroupArn), taskDefinition: first, desiredCount: 0 }),
  );
  const target = createEcsTarget({
    ecs,
    loadBalancing: elb,
    checking: () => createCheckClients({ region: 'us-east-1' }),
    region: 'us-east-1',
    repository: 'team/web',
    revisions: revisionsInMemory(),
    settings: { kind: 'ecs', cluster: 'main', service: 'web' },
  });
  const release = { repository: 'team/web', image: 'team/web@sha256:new', digest: 'sha256:new' };
  const second = await target.prepare(release, 'd-1');
  const [before, after] = [await whole(first), await whole(second)];
  const { tags: _tags, containerDefinitions: _containers, ...given } = definition;
  expect(before).toMatchObject(given);
  expect(before.containerDefinitions[0]).toMatchObject({
    ...definition.containerDefinitions[0],
    portMappings: [{ containerPort: 3000, name: '' }],
  });
  expect(after).toEqual(
    JSON.parse(JSON.stringify(before).replace('team/web@sha256:old', 'team/web@sha256:new')),
  );
  // A step that is repeated finds what it has made.
  expect(await target.prepare(release, 'd-1')).toBe(second);

  async function whole(arn: string) {
    const { taskDefinition } = await describeTaskDefinition(ecs, arn);
    const {
      taskDefinitionArn: _arn,
      revision: _revision,
      registeredAt: _at,
      ...rest
    } = Object(taskDefinition);
    return rest;
  }
});

it('refuses what it was not told of', async () => {
  const { ecs } = await local();
  const other = { ...definition, containerDefinitions: [{ name: 'app', image: 'x', coldStart: true }] };
  await expect(registerTaskDefinition(ecs, other)).rejects.toThrow(
    'unknown member coldStart of ContainerDefinition',
  );
});
